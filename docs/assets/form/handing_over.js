/** What «My application» hands over: in this tab only, and once. */
import { session } from "../shared/storage.js";
import { showConflict, showTaken } from "./conflict.js";
import { moveTo, persist, state } from "./device.js";
import { name } from "./page.js";
import { showWork, work, workOf } from "./current_application.js";

/** Takes over what was handed; answers what is to be done when the form stands: null, or to show what differs. */
export function takeOver() {
  const given = session.get(name + ":open");
  session.drop(name + ":open");
  const clash = given ? adoptGiven(given) : null;
  if (work()) showWork();
  return clash || (state.mine ? showTaken : null);
}

/**
 * @param {ApplicationView & { key: string }} given
 * @returns {(() => void) | null}
 */
function adoptGiven(given) {
  const next = workOf(given, given.key);
  moveTo(`${name}:${given.number}`);
  const { unsaved, work: old } = state;
  if (!unsaved || !old) persist({ answers: given.answers, work: next, unsaved: false });
  else if (old.version === next.version) persist({ work: next });
  else {
    persist({ work: { ...next, version: old.version } });
    return () => showConflict(given.answers, next);
  }
  return null;
}
