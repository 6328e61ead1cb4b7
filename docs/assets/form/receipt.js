/** The receipt. */
import { byId } from "../shared/by_id.js";
import { make } from "../shared/elements.js";
import { local } from "../shared/storage.js";
import { data } from "./form_definition.js";
import { clearDevice, forget } from "./device.js";
import { update } from "./form_update.js";
import { box, form, name } from "./page.js";
import { ownTitle } from "./panel.js";
import { filled } from "./receipt_view.js";
import { printedAnswers } from "./review.js";
import { renewSecret } from "./idempotency_keys.js";
import { showHeading } from "./view.js";
import { stopWaiting } from "./repeated_press.js";
import { announce, button, duration, say } from "./words.js";
import { restore } from "./fill_in_answers.js";

const RECEIPT = name + ":receipt";
/** @type {ShownReceipt} */
let shownReceipt = { number: "" };

/** @type {() => ShownReceipt | null} */
export const keptReceipt = () => local.get(RECEIPT);

/**
 * The server's answers are shown, as they are stored, not the words that were typed; they do not stay on the device.
 *
 * @param {ShownReceipt & { answers?: Answers }} told
 * @param {boolean} [wasEarlier]
 */
export function succeed({ answers, ...told }, wasEarlier = false) {
  const since = Date.now(), receipt = { ...told, since, until: since + data.keyKeptMs };
  const kept = !!local.set(RECEIPT, receipt);
  stopWaiting();
  if (answers && !wasEarlier) {
    form.reset();
    restore(answers);
    update();
  }
  const printed = wasEarlier ? [] : printedAnswers();
  if (!wasEarlier) forget();
  showReceipt(receipt, printed, wasEarlier ? [make("p", { class: "bq-note" }, say("first_accepted"))] : [], kept);
  byId("receipt-heading").focus();
}

/** A receipt that stands on the page loses its key with the one on the device, or when another tab forgets it. */
export function forgetOldKey(now = Date.now()) {
  window.baiqauForgetKeys(now);
  const { key, since = 0, until = 0, ...rest } = shownReceipt;
  if (!key || (since <= now && now < until && !isForgotten())) return;
  const receipt = byId("receipt"), printed = receipt.querySelectorAll(".bq-printed");
  receipt.remove();
  showReceipt(rest, printed, []);
  announce(say("key_forgotten"));
}

// Where the device keeps nothing, its receipt says nothing either.
const isForgotten = () => { const kept = keptReceipt(); return !!kept && !kept.key; };

function forgetKeyNow() {
  if (!confirm(say("forget_key_sure"))) return;
  forgetOldKey(Infinity);
  byId("receipt-heading").focus();
}

/**
 * @param {ShownReceipt} receipt
 * @param {Iterable<Node>} printed the answers
 * @param {Node[]} notes
 * @param {boolean} [kept]
 */
export function showReceipt(receipt, printed, notes, kept = true) {
  shownReceipt = receipt;
  const title = say("receipt_" + (receipt.mode || "title"));
  box.prepend(make("section", { id: "receipt" },
    make("h1", { id: "receipt-heading", tabindex: "-1", class: "bq-success" }, title), ...notes, filled("receipt-view", receipt),
    make("p", { class: "bq-buttons bq-noprint" }, button(say("print"), () => print()), button(say("another"), another),
      receipt.key ? button(say("forget_key"), forgetKeyNow) : null, button(say("clear"), clearDevice)),
    make("p", { class: "bq-noprint" }, noteOfKey(receipt, kept)), ...printed));
  form.hidden = true;
  byId("work")?.remove();
  showHeading();
  document.title = `${title} — ${ownTitle}`;
}

/**
 * @param {ShownReceipt} receipt
 * @param {boolean} kept
 */
const noteOfKey = (receipt, kept) =>
  say(!kept ? "receipt_not_kept" : receipt.key ? "receipt_kept" : "key_forgotten", { time: duration(data.keyKeptMs) });

function another() {
  if (!confirm(say("another_sure"))) return;
  local.drop(RECEIPT);
  renewSecret();
  location.reload();
}
