/** Drafts, edits and supplements: the form at work on an application the server already has. */
import { partOf } from "../shared/by_id.js";
import { make } from "../shared/elements.js";
import { local } from "../shared/storage.js";
import { isOwn } from "./clock.js";
import { showConflict } from "./conflict.js";
import { moveTo, persist, state } from "./device.js";
import { differences } from "./differences.js";
import { update } from "./form_update.js";
import { message } from "./form_judgement.js";
import { tellBusy, tellRefusal } from "./outcome.js";
import { name } from "./page.js";
import { panelOf } from "./panel.js";
import { isMissing } from "./problem_marks.js";
import { read } from "./questions.js";
import { succeed } from "./receipt.js";
import { filled } from "./receipt_view.js";
import { ask } from "./requests.js";
import { tellSaved } from "./kept_words.js";
import { keyOf } from "./idempotency_keys.js";
import { byParts, linkTo } from "./sections.js";
import { send, settleEarlier } from "./submission.js";
import { tellNoAnswer } from "./repeated_press.js";
import { button, say, timeNow } from "./words.js";
import { address, bearer, modeOf, showWork, work, workOf } from "./current_application.js";

/**
 * Saves the words on the server and, unless that is all that is wished, submits them.
 *
 * @param {string} body
 * @param {boolean} saving
 */
export async function sendWork(body, saving) {
  if (state.pending && await settleEarlier()) return;
  const saved = await (work() ? rewrite(body, saving) : create(body, saving));
  if (!saved) return;
  if (work().mode !== "draft") return saving ? showSavedChange(saved) : showChanged(saved);
  if (saving) return showDraft(saved);
  /** @type {Outcome<ShownReceipt>} */
  const sent = await ask(address() + "/submit", "{}", bearer());
  if (sent.done) return succeed(sent.done);
  refuse(sent, false);
}

/**
 * What the server has now; undefined where it was not saved, which is told then.
 *
 * @param {string} body
 * @param {boolean} saving
 * @returns {Promise<SavedWords | void>}
 */
async function create(body, saving) {
  const draft = state.draft || { body, key: keyOf(body) }, isFirst = !state.draft;
  persist({ draft });
  /** @type {Outcome<DraftReceipt>} */
  const sent = await ask("/api/drafts", draft.body, { "Idempotency-Key": draft.key });
  // New drafts are limited, an application is not: it need not wait for the draft it began as.
  if (sent.busy && !saving) {
    persist({ draft: null });
    return void await send(body);
  }
  if (!sent.unknown || (sent.unsent && isFirst)) persist({ draft: null });
  if (!sent.done) return refuse(sent, saving);
  const saved = adopt(sent.done, sent.done.key, draft.body);
  return draft.body === body ? saved : rewrite(body, saving);
}

/**
 * @param {string} body
 * @param {boolean} saving
 * @returns {Promise<SavedWords | void>}
 */
async function rewrite(body, saving) {
  const /** @type {string[]} */ lost = state.lost || [], { key, version } = work();
  persist({ lost: [...lost, body] });
  /** @type {Outcome<ApplicationView>} */
  const sent = await ask(address(), body, { ...bearer(), "If-Match": `"${version}"` }, "PUT");
  if (!sent.unknown) persist({ lost: null });
  if (sent.done) return adopt(sent.done, key, body);
  if (!sent.refusal?.current) return refuse(sent, saving);
  const there = sent.refusal.current.answers;
  const next = { ...work(), version: sent.refusal.version, mode: modeOf(sent.refusal.status_now) || work().mode };
  if (lost.every((each) => differences(JSON.parse(each), there).length)) return showConflict(there, next);
  // What is there is our own earlier press, whose answer was lost.
  persist({ work: next });
  return rewrite(body, saving);
}

/**
 * @param {Outcome<unknown>} outcome
 * @param {boolean} saving
 */
function refuse({ refusal, busy, unsent }, saving) {
  if (busy) return tellBusy(busy);
  if (!refusal) return tellNoAnswer(unsent, saving, true);
  const still = work() && refusal.status === 403 && (work().mode === "draft" ? say("still_draft") : say("still_submitted", work()));
  tellRefusal(refusal, still);
}

/**
 * What was typed while the answer was on its way is not saved yet.
 *
 * @param {SavedWords} view
 * @param {string} key
 * @param {string} body
 */
function adopt(view, key, body) {
  const answers = read();
  if (!work()) local.drop(name);
  moveTo(`${name}:${view.number}`);
  persist({ answers, work: workOf(view, key), unsaved: JSON.stringify(answers) !== body, mine: null });
  showWork();
  return view;
}

/** @param {SavedWords} view */
function showDraft(view) {
  const found = update().map(({ place, fault }) => ({ field: place, fault }));
  const at = view.history ? view.history[view.history.length - 1].at : view.received_at;
  const shownDraft = filled("draft-view", { ...view, key: work().key, saved_at: at });
  if (isOwn()) partOf(shownDraft, "[data-usual]").remove();
  const list = found.length
    ? make("div", { class: "bq-missing" }, make("h2", {}, say("missing", { count: found.length })), ...byParts(found, lineOf))
    : make("h2", {}, say("nothing_missing"));
  tellSaved(say("bar_server", { time: timeNow() }));
  panelOf("bq-saved-draft", say("draft_title"), shownDraft, list);
}

/** @param {{ field: string, fault: Fault }} problem */
const lineOf = ({ field, fault }) => make("li", {}, linkTo(field),
  isMissing(fault.words) ? "" : make("small", {}, " ", message(fault)));

/**
 * Saved from the bar in the middle of the work: it is in force, and the work goes on.
 *
 * @param {SavedWords} view
 */
function showSavedChange(view) {
  const toReceipt = () => { if (!state.unsaved || confirm(say("leave_sure"))) showChanged(view); };
  tellSaved(say("bar_version", view));
  panelOf("bq-saved-draft", say("receipt_" + work().mode), make("p", {}, say("change_in_force", view)),
    make("p", { class: "bq-buttons" }, button(say("tab_show"), toReceipt)));
}

/** @param {SavedWords} view */
function showChanged(view) {
  // A new draft that has been submitted meanwhile.
  if (!view.history) return succeed(view);
  const { act, at } = view.history.filter((line) => ["submit", "edit", "supplement"].includes(line.act)).slice(-1)[0];
  succeed({ answers: view.answers, number: view.number, key: work().key, version: view.version, answers_sha256: view.answers_sha256,
    received_at: at, mode: act === "submit" ? "" : act });
}
