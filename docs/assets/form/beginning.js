/** The form as it stands when the page has come: with the words that lie on this device, at the place where one was. */
import { byId, partOf } from "../shared/by_id.js";
import { make } from "../shared/elements.js";
import { data } from "./form_definition.js";
import { changes, clearDevice, state } from "./device.js";
import { download } from "./download.js";
import { update } from "./form_update.js";
import { takeOver } from "./handing_over.js";
import { box, ending, form, sender } from "./page.js";
import { inputsOf, read } from "./questions.js";
import { keptReceipt, showReceipt } from "./receipt.js";
import { count } from "./rechecking.js";
import { prepareReview } from "./review.js";
import { prepareTable } from "./rows.js";
import { bringAside, tellSaved } from "./kept_words.js";
import { sectionOf, sectionTitle } from "./sections.js";
import { beginViews, openView, overview } from "./view.js";
import { resumeWaiting, tellNoAnswer } from "./repeated_press.js";
import { announce, button, live, say } from "./words.js";
import { restore } from "./fill_in_answers.js";

export function begin() {
  prepare();
  const clash = takeOver();
  if (state.answers) showKept();
  bringAside();
  inputsOf(form).forEach((input) => { if (input.value) count(input); });
  update();
  showWhereToGoOn();
  // After the end nothing is sent any more: all that was written stands in sight, to be taken away.
  if (box.closest("[data-over]")) openView(ending);
  const kept = keptReceipt();
  if (kept && !state.work) showReceipt(kept, [], []);
  if (clash) clash();
  else if (!form.hidden) resumePress(JSON.stringify(read()));
}

/**
 * A press whose answer never came is made again, where the words are still the same.
 *
 * @param {string} body
 */
function resumePress(body) {
  if (state.waits && state.waits.body === body) resumeWaiting();
  else if (state.pending === body) tellNoAnswer(false, false);
}

// What the plain form needs goes, what only a script can do comes.
function prepare() {
  box.classList.add("bq-js");
  form.querySelectorAll(".bq-if, .bq-enter").forEach((node) => node.remove());
  data.fields.filter((field) => field.kind === "table").forEach(prepareTable);
  box.append(live);
  sender.className = "bq-button";
  prepareReview();
  beginViews();
  ending.append(make("p", { class: "bq-buttons" }, button(say("download"), download), button(say("clear"), clearDevice)));
}

function showKept() {
  restore(state.answers);
  tellSaved(state.work && state.unsaved === false ? say("bar_version", state.work) : say("bar_kept"));
  if (state.unsaved === false) return;
  const text = say(changes() ? "restored_edit" : "restored");
  announce(text);
  overview.prepend(make("p", { class: "bq-note" }, text, " ", button(say("clear"), clearDevice)));
}

// Who comes back is led on, to the first section that is not done; what was to be known before lies folded below.
function showWhereToGoOn() {
  const link = form.querySelector("[data-begin]"), open = update()[0], start = partOf(form, ".bq-start");
  if (!link || !state.answers) return;
  overview.append(make("details", {}, make("summary", {}, partOf(start, "h2").textContent), start));
  overview.prepend(/** @type {Node} */ (link.parentNode));
  const id = open ? sectionOf(open.place) : null;
  link.setAttribute("href", id ? "#section-" + id : "#check-answers");
  link.textContent = say("go_on", { section: id ? sectionTitle(id) : byId("heading-send").textContent });
}
