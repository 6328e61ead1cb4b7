/** On paper a long answer stands whole, not as much of it as its field shows. */
import { make } from "../shared/elements.js";
import { form } from "./page.js";

const clearPaper = () => form.querySelectorAll(".bq-onpaper").forEach((each) => each.remove());

addEventListener("afterprint", clearPaper);
addEventListener("beforeprint", () => {
  clearPaper();
  /** @type {NodeListOf<HTMLTextAreaElement>} */
  const areas = form.querySelectorAll("textarea");
  areas.forEach((area) => area.after(make("div", { class: "bq-onpaper bq-words" }, area.value)));
});
