/** The buttons that send and save. */
import { byId } from "../shared/by_id.js";
import { busy, isSending } from "./busy.js";
import { changes, setDirty, state } from "./device.js";
import { sendWork } from "./drafts.js";
import { update } from "./form_update.js";
import { message } from "./form_judgement.js";
import { onRepeat } from "./form_events.js";
import { saver, sender } from "./page.js";
import { showAll } from "./problem_list.js";
import { read } from "./questions.js";
import { agree, save } from "./kept_words.js";
import { inTurn } from "./sent_by_other_tabs.js";
import { send } from "./submission.js";
import { settleWaiting, stopWaiting } from "./repeated_press.js";
import { say } from "./words.js";

let stopped = "";

/** @param {SubmitEvent} event */
export async function submit(event) {
  const wish = event.submitter || sender, saving = wish !== sender;
  event.preventDefault();
  if (isSending) return;
  stopWaiting();
  setDirty(true);
  save();
  const body = JSON.stringify(read());
  // A draft may have holes; what is in force may not.
  if ((saving && !changes()) || mayGo(body)) await press(body, saving, wish);
}

/**
 * @param {string} body
 * @param {boolean} saving
 * @param {HTMLElement} wish the button
 */
async function press(body, saving, wish) {
  busy(wish, say(saving ? "saving" : "sending"));
  try { await inTurn(() => dispatch(body, saving)); } finally {
    busy(wish);
    settleWaiting();
  }
}

onRepeat(({ body, saving }) => press(body, saving, saving ? saver : sender));

/**
 * Another tab may have sent, or saved, the same words while this one waited its turn.
 *
 * @param {string} body
 * @param {boolean} saving
 */
function dispatch(body, saving) {
  if (!agree()) return byId("other-tab")?.focus();
  return saving || state.work || state.draft ? sendWork(body, saving) : send(body);
}

/**
 * Problems found here stop one press; the same answers pressed again go to the server, which decides.
 *
 * @param {string} body
 */
function mayGo(body) {
  const problems = update().map((each) => ({ field: each.place, message: message(each.fault), code: each.fault.words }));
  if (!problems.length || stopped === body) return true;
  stopped = body;
  showAll(problems, false);
  return false;
}
