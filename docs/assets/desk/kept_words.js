/** Words of the committee, kept on this device until they are saved. */
import { byId, partOf } from "../shared/by_id.js";
import { make } from "../shared/elements.js";
import { local } from "../shared/storage.js";

const PREFIX = "desk:", SENT = PREFIX + "sent", KEPT_MS = 14 * 86400000;
let room = "";

/**
 * @param {string} member
 * @param {string} path
 */
export function keepWords(member, path) {
  room = `${PREFIX}${member}:${path}:`;
  settleSent();
  dropOld();
  restore();
  document.addEventListener("submit", ({ target }) => {
    const form = /** @type {HTMLFormElement} */ (target);
    if (isSignOut(form)) dropAll();
    else noteSent(form);
  });
}

/** @param {HTMLFormElement} form */
export const isSignOut = (form) => /\/sign-out$/.test(form.getAttribute("action") || "");

const fields = () => {
  /** @type {NodeListOf<HTMLTextAreaElement>} */
  const areas = document.querySelectorAll("form[action*='/applications/'] textarea[id]");
  return [...areas];
};
/**
 * @param {HTMLTextAreaElement} field
 * @returns {string}
 */
const placeOf = ({ form, name }) => `${room}${form && String(form.getAttribute("action")).split("/").pop()}:${name}`;
const dropAll = () => local.keys(PREFIX).forEach(local.drop);

/**
 * @param {HTMLTextAreaElement} field
 * @param {string} base what the server has
 */
function keep(field, base) {
  if (field.value === base) local.drop(placeOf(field));
  else local.set(placeOf(field), { text: field.value, base, at: Date.now() });
}

/** @param {HTMLFormElement} form */
function noteSent(form) {
  local.set(SENT, fields().filter((field) => field.form === form).map(placeOf));
}

// What was sent is let go once a page came that does not hand it back.
function settleSent() {
  const sent = local.get(SENT);
  local.drop(SENT);
  if (sent && !document.querySelector(".bq-summary")) sent.forEach(local.drop);
}

function dropOld() {
  for (const place of local.keys(PREFIX)) {
    const kept = local.get(place);
    if (kept && kept.at && Date.now() - kept.at > KEPT_MS) local.drop(place);
  }
}

function restore() {
  /** @type {HTMLTextAreaElement[]} */
  const restored = [];
  for (const field of fields()) {
    const base = field.defaultValue, kept = local.get(placeOf(field));
    if (kept && kept.text === base) local.drop(placeOf(field));
    else if (kept && kept.base === base) { field.value = kept.text; restored.push(field); }
    else if (kept) showBeside(field, kept.text);
    field.addEventListener("input", () => keep(field, base));
  }
  if (restored.length) tellRestored(restored);
}

/**
 * The saved text changed on another device meanwhile: neither is lost.
 *
 * @param {HTMLTextAreaElement} field
 * @param {string} text
 */
function showBeside(field, text) {
  field.after(make("details", {}, make("summary", {}, byId("desk-restored").dataset.beside), make("p", { class: "bq-words" }, text)));
}

/** @param {HTMLTextAreaElement[]} restored */
function tellRestored(restored) {
  const note = byId("desk-restored");
  note.hidden = false;
  partOf(note, "button").addEventListener("click", () => {
    for (const field of restored) { field.value = field.defaultValue; local.drop(placeOf(field)); }
    note.hidden = true;
  });
}
