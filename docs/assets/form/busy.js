/** A press at work: its button says so, and no other one starts. */
import { form } from "./page.js";
import { announce } from "./words.js";

export let isSending = false;

/**
 * `text` while the work goes on; without it, it has ended.
 *
 * @param {HTMLElement} press
 * @param {string} [text]
 */
export function busy(press, text = "") {
  isSending = !!text;
  form.querySelectorAll("[type=submit], .bq-save").forEach((each) => each.setAttribute("aria-disabled", String(isSending)));
  press.dataset.text ||= press.textContent;
  press.textContent = text || press.dataset.text;
  if (text) announce(text);
}
