/** The form's kinder half. Without it everything still works: the server judges, keeps and answers. */
import "./form/printing.js";
import { begin } from "./form/beginning.js";
import { askPhase, tellPhase } from "./form/clock.js";
import { onChange } from "./form/form_events.js";
import { form } from "./form/page.js";
import { submit } from "./form/send_and_save.js";
import { forgetOldKey } from "./form/receipt.js";
import { recheck, whenReleased } from "./form/rechecking.js";
import { save } from "./form/kept_words.js";
import { changed } from "./form/typing.js";

/** @param {Event} event */
const target = (event) => /** @type {HTMLElement} */ (event.target);

form.addEventListener("input", changed);
form.addEventListener("change", changed);
onChange(() => changed());
form.addEventListener("focusout", (event) => {
  /** @type {HTMLElement | null} */
  const q = target(event).closest(".bq-q"), next = /** @type {Node} */ (event.relatedTarget);
  if (q && form.contains(next || form)) whenReleased(() => recheck(String(q.dataset.q), true));
});
// Enter ends a line of text here, never the whole application.
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && target(event).matches("input")) event.preventDefault();
});
form.addEventListener("submit", submit);
addEventListener("pagehide", save);
document.addEventListener("visibilitychange", () => (document.hidden ? save() : (forgetOldKey(), askPhase())));
addEventListener("storage", () => forgetOldKey());
setInterval(() => forgetOldKey(), 30000);
begin();
askPhase();
setInterval(tellPhase, 1000);
