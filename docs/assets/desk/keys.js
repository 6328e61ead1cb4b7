/** Keys for lists, points and sending. */
import { byId, partOf } from "../shared/by_id.js";
import { isSignOut } from "./kept_words.js";

const PAUSE_MS = 1000;
const steps = () => [...document.querySelectorAll(".desk-row > a, .desk-case h2 a, .desk-criterion")];

/**
 * What takes the focus: the link itself, the chosen point, else the first field; null where there is none.
 *
 * @param {HTMLElement} step
 * @returns {HTMLElement | null}
 */
const targetOf = (step) =>
  (step.matches("a") ? step : step.querySelector("input:checked") || step.querySelector("input, textarea"));

/** @param {number} by 1 for the next, -1 for the one before */
function move(by) {
  const all = steps().filter(targetOf), here = all.findIndex((step) => step.contains(document.activeElement));
  const first = by > 0 ? 0 : all.length - 1;
  const next = all[here < 0 ? first : Math.min(all.length - 1, Math.max(0, here + by))];
  const target = next && targetOf(next);
  if (target) { target.focus(); next.scrollIntoView({ block: "nearest" }); }
  return true;
}

let typed = "", timer = 0;

/** @param {string} selector */
const aroundFocus = (selector) => document.activeElement && document.activeElement.closest(selector);

/**
 * «1» and at once «0» are ten.
 *
 * @param {string} digit
 */
function givePoint(digit) {
  const criterion = aroundFocus(".desk-criterion");
  if (!criterion) return false;
  /**
   * @param {string} value
   * @returns {HTMLInputElement | null}
   */
  const choice = (value) => criterion.querySelector(`input[type=radio][value='${value}']`);
  const radio = choice(typed + digit) || choice(digit);
  if (!radio) return false;
  typed = radio.value;
  clearTimeout(timer);
  timer = setTimeout(() => { typed = ""; }, PAUSE_MS);
  radio.checked = true;
  radio.focus();
  return true;
}

function sendForm() {
  const form = /** @type {HTMLFormElement | null} */ (aroundFocus("form"));
  const button = form && form.querySelector("button[type=submit]");
  if (!button || isSignOut(form)) return false;
  form.requestSubmit(button);
  return true;
}

function toggleHelp() {
  /** @type {HTMLDialogElement} */
  const list = byId("desk-keys");
  partOf(list, "button").onclick = () => list.close();
  if (list.open) list.close(); else list.showModal();
  return true;
}

/** @param {Element} at */
const isWriting = (at) => at.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");

/**
 * True when the key meant something here.
 *
 * @param {KeyboardEvent} event
 */
function act({ key, code, ctrlKey, metaKey, target }) {
  if (ctrlKey || metaKey) return key === "Enter" && sendForm();
  if (isWriting(/** @type {Element} */ (target))) return false;
  if (key === "?") return toggleHelp();
  if (code === "KeyJ" || code === "KeyK") return move(code === "KeyJ" ? 1 : -1);
  return /^[0-9]$/.test(key) && givePoint(key);
}

export function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.defaultPrevented || event.isComposing) return;
    if (act(event)) event.preventDefault();
  });
}
