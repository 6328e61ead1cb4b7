/** Words kept on this device while they are typed; nothing that another tab wrote is overwritten unseen. */
import { byId } from "../shared/by_id.js";
import { make } from "../shared/elements.js";
import { local, session } from "../shared/storage.js";
import { changes, distrust, isDirty, moveTo, persist, savedPlace, seen, setDirty, slot, standAt, state } from "./device.js";
import { download } from "./download.js";
import { form, name } from "./page.js";
import { read } from "./questions.js";
import { sameWords } from "./same_words.js";
import { announce, button, say, timeNow } from "./words.js";
import { showWork } from "./current_application.js";
import { restore } from "./fill_in_answers.js";

const ASIDE = name + ":aside";
/** @type {boolean | null | undefined} */
let wasKept;

/**
 * In the bar of every section: what is saved, and where.
 *
 * @param {string} text
 * @param {boolean} [isFailure]
 */
export function tellSaved(text, isFailure = false) {
  form.querySelectorAll(".bq-saved").forEach((each) => {
    each.textContent = text;
    each.classList.toggle("bq-over", isFailure);
  });
}

export function save() {
  if (!isDirty || !agree()) return;
  const kept = persist({ answers: read(), unsaved: true });
  if (kept) session.drop(ASIDE);
  tellSaved(say(kept ? "bar_device" : "not_saved", { time: timeNow() }), !kept);
  if (!wasKept) announce(say(kept ? (changes() ? "saved_edit" : "saved") : "not_saved", { time: timeNow() }));
  wasKept = kept;
  setDirty(false);
}

/**
 * Where another tab wrote since, and what; a draft it saved on the server has moved on to a place of its own.
 *
 * @returns {{ place: string, kept: KeptWords } | null}
 */
function fromOtherTab() {
  const there = local.text(slot);
  if (there !== null) return there === seen ? null : { place: slot, kept: JSON.parse(there) };
  const place = savedPlace(), kept = seen !== null && slot === name && place !== name && local.get(place);
  return kept ? { place, kept } : null;
}

/** True when the words are the same, so that this tab may go on where the other one stands; else the reader chooses. */
export function agree() {
  const other = fromOtherTab();
  if (!other) return true;
  if (!sameWords(read(), other.kept.answers)) return offer(other);
  goOn(other.place, other.kept);
  return true;
}

/**
 * @param {string} place
 * @param {KeptWords} kept
 */
function goOn(place, kept) {
  standAt(place, kept);
  session.drop(ASIDE);
  dropNoteOfTab();
  if (state.work) showWork();
}

/**
 * One's own words outlive a crash in this tab's memory while they may not go into the common place.
 *
 * @param {{ place: string, kept: KeptWords }} other
 */
function offer(other) {
  session.set(ASIDE, read());
  tellOfTab(say("tab_changed"), say("tab_note"), button(say("tab_take"), takeTheirs), button(say("tab_keep"), () => keepMine(other)),
    button(say("download"), download));
  return false;
}

/**
 * @param {string} title
 * @param {string} text
 * @param {...HTMLElement} buttons
 */
export function tellOfTab(title, text, ...buttons) {
  if (byId("other-tab")) return;
  byId("phase").after(make("div", { id: "other-tab", class: "bq-note", role: "group", "aria-label": title, tabindex: "-1" },
    make("p", {}, make("strong", {}, title), " ", text), make("p", { class: "bq-buttons" }, ...buttons)));
  announce(`${title} ${text}`);
}

export function dropNoteOfTab() {
  byId("other-tab")?.remove();
}

function takeTheirs() {
  setDirty(false);
  session.drop(ASIDE);
  location.reload();
}

/**
 * Read anew: the other tab may have written again since.
 *
 * @param {{ place: string, kept: KeptWords }} other
 */
function keepMine(other) {
  const { place, kept } = fromOtherTab() || other;
  goOn(slot, place === slot ? kept : state);
  if (place !== slot) moveTo(slot);
  setDirty(true);
  save();
}

/** Brings back the words that waited aside when this tab was closed over them. */
export function bringAside() {
  const mine = session.get(ASIDE);
  if (!mine) return;
  session.drop(ASIDE);
  form.reset();
  restore(mine);
  setDirty(true);
  if (!state.answers || sameWords(mine, state.answers)) return;
  distrust();
  agree();
}
