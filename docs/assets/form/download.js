/** One's answers as a text file, to be taken away. */
import { make } from "../shared/elements.js";
import { lines } from "./answer_words.js";
import { box } from "./page.js";

export function download() {
  const text = lines().map(([label, value]) => `${label}:\r\n${value}\r\n`).join("\r\n");
  const address = URL.createObjectURL(new Blob(["\ufeff" + text], { type: "text/plain" }));
  make("a", { href: address, download: `${box.dataset.call}.txt` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
