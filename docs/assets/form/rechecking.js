/** While people type: counters of letters, and problems that follow the answer. */
import { byId } from "../shared/by_id.js";
import { spaced } from "../shared/numbers.js";
import { update } from "./form_update.js";
import { message } from "./form_judgement.js";
import { hideProblem, showProblem, shown } from "./problem_marks.js";
import { anchor, definition, question, readQuestion } from "./questions.js";
import { empty, normal } from "./text_normalisation.js";
import { say } from "./words.js";

/** @param {HTMLInputElement} input */
export function count(input) {
  /** @type {HTMLElement | null} */
  const q = input.closest(".bq-q"), id = q?.dataset.q || "", limit = byId(id + "-limit"), field = limit && definition(id);
  if (!field?.max || field.kind === "integer" || field.kind === "number") return;
  const length = [...normal(input.value)].length;
  limit.dataset.text ||= limit.textContent;
  limit.textContent = length ? say("counter", { length: spaced(length), max: spaced(field.max) }) : limit.dataset.text;
  limit.classList.toggle("bq-over", length > field.max);
}

/**
 * A problem already shown follows the answer; a new one waits until the question is left.
 *
 * @param {string} id
 * @param {boolean} leaving
 */
export function recheck(id, leaving) {
  const found = firstFaults(update());
  const wasServers = shown.get(id)?.server;
  if (wasServers) hideProblem(id);
  if ((leaving || wasServers) && found.has(id) && isAnswered(id)) shown.set(id, {});
  for (const [each, { server }] of [...shown]) if (!server) follow(each, found.get(each));
  if (shown.size) update();
}

/** @param {string} id */
function isAnswered(id) {
  const q = question(id), field = q && definition(id);
  return field && !empty(readQuestion(field, q));
}

/**
 * The first fault of each question, by its id on the page.
 *
 * @param {PlacedFault[]} problems
 */
function firstFaults(problems) {
  /** @type {Map<string, Fault>} */
  const found = new Map();
  for (const { place, fault } of problems) if (!found.has(anchor(place))) found.set(anchor(place), fault);
  return found;
}

/**
 * @param {string} id
 * @param {Fault | undefined} fault
 */
function follow(id, fault) {
  if (fault) showProblem(id, message(fault), fault.words); else hideProblem(id);
}

/** @type {(() => void)[]} */
const waiting = [];
let held = false;
addEventListener("pointerdown", (event) => { held = event.button === 0; }, true);
["pointerup", "pointercancel"].forEach((end) => addEventListener(end, () => setTimeout(() => {
  held = false;
  waiting.splice(0).forEach((act) => act());
}), true));

/**
 * A note that comes or goes moves what lies below it: while a button is held that waits, or the click would miss its aim.
 *
 * @param {() => void} act
 */
export const whenReleased = (act) => { if (held) waiting.push(act); else act(); };
