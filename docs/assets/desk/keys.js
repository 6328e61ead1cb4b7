/** Keys for lists, points and sending. */
import { byId } from "../shared/by_id.js";
import { isSignOut } from "./kept_words.js";

const PAUSE_MS = 1000;
const steps = () => [...document.querySelectorAll(".desk-row > a, .desk-case h2 a, .desk-criterion")];

/** @returns {HTMLInputElement} */
const targetOf = (step) =>
  (step.matches("a") ? step : step.querySelector("input:checked") || step.querySelector("input, textarea"));

function move(by) {
  const all = steps().filter(targetOf), here = all.findIndex((step) => step.contains(document.activeElement));
  const first = by > 0 ? 0 : all.length - 1;
  const next = all[here < 0 ? first : Math.min(all.length - 1, Math.max(0, here + by))];
  if (next) { targetOf(next).focus(); next.scrollIntoView({ block: "nearest" }); }
  return true;
}

let typed = "", timer = 0;

// «1» and at once «0» are ten.
function givePoint(digit) {
  const criterion = document.activeElement.closest(".desk-criterion");
  if (!criterion) return false;
  /** @returns {HTMLInputElement} */
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
  const form = document.activeElement.closest("form");
  const button = form && form.querySelector("button[type=submit]");
  if (!button || isSignOut(form)) return false;
  form.requestSubmit(button);
  return true;
}

function toggleHelp() {
  /** @type {HTMLDialogElement} */
  const list = byId("desk-keys");
  list.querySelector("button").onclick = () => list.close();
  if (list.open) list.close(); else list.showModal();
  return true;
}

const isWriting = (at) => at.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");

// True when the key meant something here.
function act({ key, code, ctrlKey, metaKey, target }) {
  if (ctrlKey || metaKey) return key === "Enter" && sendForm();
  if (isWriting(target)) return false;
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
