/** What every change of an answer sets going: soon it is kept on this device, and judged. */
import { setDirty } from "./device.js";
import { count, recheck, whenReleased } from "./rechecking.js";
import { save } from "./kept_words.js";
import { later } from "./words.js";

let last = "";
const saveSoon = later(save, 400);
const recheckSoon = later(() => whenReleased(() => recheck(last, false)), 200);

/**
 * `event` is that of an input; a row that came or went has none.
 *
 * @param {Event} [event]
 */
export function changed(event) {
  setDirty(true);
  saveSoon();
  const input = event && /** @type {HTMLInputElement} */ (event.target);
  /** @type {HTMLElement | null | undefined} */
  const q = input?.closest(".bq-q");
  last = q?.dataset.q || "";
  recheckSoon();
  if (input?.matches("input, textarea")) count(input);
}
