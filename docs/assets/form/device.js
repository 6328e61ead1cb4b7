/**
 * What this device keeps of the form: `{ answers, unsaved, work, draft, pending, key, lost, mine, waits }`.
 * A new application lies under the call's name; a draft or an edit in a place of its own, which `:slot` points at.
 */
import { local, session } from "../shared/storage.js";
import { form, name } from "./page.js";
import { keepSecret } from "./idempotency_keys.js";
import { say } from "./words.js";

const SLOT = name + ":slot";
export let slot = local.get(SLOT) || name;
export let state = local.get(slot) || {};

/** What this tab last read from its place or wrote there, as text: any other text there is another tab's. */
export let seen = local.text(slot);

/** Whether words were typed that are not kept here yet. */
export let isDirty = false;
if (state.answers) keepSecret();

export const savedPlace = () => local.get(SLOT) || name;
export const changes = () => !!state.work && state.work.mode !== "draft";
/** @param {boolean} whether */
export function setDirty(whether) { isDirty = whether; }

/**
 * Keeps what changed; null where the browser refuses.
 *
 * @param {Record<string, any>} change
 */
export function persist(change) {
  state = { ...state, ...change };
  const kept = local.set(slot, state);
  keepSecret();
  seen = local.text(slot);
  return kept;
}

/**
 * From now on words are kept in this place; those that lie there already become the form's.
 *
 * @param {string} place
 */
export function moveTo(place) {
  if (place !== slot) [state, seen] = [local.get(place) || {}, local.text(place)];
  slot = place;
  local.set(SLOT, slot);
}

/**
 * This tab stands where another one does: `kept` lies in that place.
 *
 * @param {string} place
 * @param {Record<string, any>} kept
 */
export function standAt(place, kept) {
  [slot, state, seen] = [place, kept, local.text(place)];
}

/** What lies in the place is to be looked at as another tab's. */
export function distrust() { seen = ""; }

export function forget() {
  isDirty = false;
  state = {};
  local.drop(slot);
  local.drop(SLOT);
  form.reset();
}

/** The next application begins in the call's own place. */
export function leavePlace() { local.drop(SLOT); }

export function clearDevice() {
  if (!confirm(say("clear_sure"))) return;
  forget();
  for (const storage of [local, session]) storage.keys(name).forEach(storage.drop);
  location.reload();
}
