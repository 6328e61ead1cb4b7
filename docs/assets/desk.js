// The desk with JavaScript: keys for lists and points, and words kept on this device until they are saved.
// Without it every page works the same. No sentence stands here: the page carries them.
import { listenToKeys } from "./desk/keys.js";
import { keepWords } from "./desk/kept_words.js";

const { member, path } = document.body.dataset;
if (member) {
  keepWords(member, String(path));
  listenToKeys();
}
