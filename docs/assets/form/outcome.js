/** What came of a press, told above the form. */
import { byId } from "../shared/by_id.js";
import { make } from "../shared/elements.js";
import { askPhase } from "./clock.js";
import { data } from "./form_definition.js";
import { persist, state } from "./device.js";
import { download } from "./download.js";
import { sender } from "./page.js";
import { panel } from "./panel.js";
import { showAll } from "./problem_list.js";
import { writtenIn } from "./questions.js";
import { keptReceipt, succeed } from "./receipt.js";
import { renewSecret } from "./idempotency_keys.js";
import { acknowledge, rememberSending, showReceiptOfOther } from "./sent_by_other_tabs.js";
import { tellNoAnswer } from "./repeated_press.js";
import { button, say } from "./words.js";

/**
 * Of a submission; `wasEarlier` where it is an earlier press of this device that was answered now.
 *
 * @param {Outcome<ShownReceipt>} outcome
 * @param {boolean} wasEarlier
 */
export function tellOutcome({ done: receipt, refusal, unknown, unsent, busy }, wasEarlier) {
  if (busy) return tellBusy(busy);
  if (unknown) return tellNoAnswer(unsent, false);
  if (receipt) rememberSending(state.key);
  // A definite answer: the next press is a new attempt.
  persist({ pending: null, key: null });
  if (receipt) return succeed(receipt, wasEarlier);
  renewSecret();
  tellRefusal(refusal);
}

/** @param {ProblemDocument} told */
export const tellBusy = (told) => panel(say("busy_title"), make("p", { lang: writtenIn() }, told.detail || ""), make("p", {}, say("busy")),
  make("p", {}, button(say("download"), download)));

export function tellAnotherSent() {
  persist({ pending: null, key: null });
  panel(say("tab_sent", keptReceipt() || { number: "" }), make("p", {}, say("tab_sent_note")),
    make("p", { class: "bq-buttons" }, button(say("tab_show"), showReceiptOfOther), button(say("tab_send"), () => {
      acknowledge();
      sender.click();
    }), button(say("download"), download)));
}

function contactView() {
  /** @type {HTMLTemplateElement} */
  const view = byId("contact-view");
  return view.content.cloneNode(true);
}

/**
 * A problem document of the API; `still` says what stays as it was.
 *
 * @param {ProblemDocument} refusal
 * @param {string} [still]
 */
export function tellRefusal({ title, detail, next, type, rule, status, problems }, still = "") {
  const lang = writtenIn();
  if (problems) return showAll(problems, true, lang);
  const whom = status === 403 && rule !== "window" ? contactView() : null;
  panel(make("span", { lang }, title), make("p", { lang }, detail || ""),
    next ? make("p", { lang }, next) : null,
    rule ? make("p", {}, make("a", { href: type, lang: data.lang }, say("rule", { title: data.rules[rule] }))) : null,
    still ? make("p", {}, make("strong", {}, still)) : null,
    whom, make("p", {}, say("words_kept")), make("p", {}, button(say("download"), download)));
  askPhase();
}
