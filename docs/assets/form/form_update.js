/** What follows from the answers: which questions are asked, sums, how far each section has come. */
import { partOf } from "../shared/by_id.js";
import { spaced } from "../shared/numbers.js";
import { data } from "./form_definition.js";
import { holds, required } from "./field_conditions.js";
import { judge, sumOf } from "./form_judgement.js";
import { onView } from "./form_events.js";
import { ending, form } from "./page.js";
import { shown } from "./problem_marks.js";
import { control, question, read, rowsOf } from "./questions.js";
import { showReview } from "./review.js";
import { overview, view } from "./view.js";
import { say } from "./words.js";

/** Answers with all problems, in the form's order. */
export function update() {
  const answers = read(), { problems, asked, values } = judge(answers);
  for (const field of data.fields) {
    if (field.askedWhen) question(field.id).hidden = !asked.has(field.id);
    if (field.requiredWhen) mark(question(field.id), holds(field.requiredWhen, values));
    (field.columns || []).forEach((column, i) => column.requiredWhen && rowsOf(field.id).forEach((row) =>
      mark(row.querySelectorAll(".bq-q")[i], holds(column.requiredWhen, values))));
    if (field.addsUp) showSum(field, answers[field.id] || []);
  }
  showProgress(problems, data.fields.filter((each) => asked.has(each.id) && (required(each, values) || each.id in answers)), answers);
  if (view === ending) showReview(problems);
  return problems;
}

onView(() => { if (view === ending || view === overview) update(); });

/**
 * The condition is spelled out until it is met; then the question is simply required.
 *
 * @param {Element} q
 * @param {boolean} met
 */
function mark(q, met) {
  const node = partOf(q, ".bq-mark");
  node.dataset.text ||= node.textContent;
  node.textContent = met ? say("required") : node.dataset.text;
  control(q).setAttribute("aria-required", String(met));
}

/**
 * @param {SummedTable} field
 * @param {Answers[]} rows
 */
function showSum(field, rows) {
  partOf(question(field.id), ".bq-sum").textContent = say("sum", { sum: spaced(sumOf(field, rows)) });
}

/**
 * Not begun, how much of it is answered, how much of what was said is still to be mended, or done.
 *
 * @param {PlacedFault[]} problems
 * @param {Field[]} counted
 * @param {Answers} answers
 */
function showProgress(problems, counted, answers) {
  const open = new Set(problems.map((problem) => problem.place.split("[")[0]));
  for (const [section, ids] of Object.entries(data.sections)) {
    const all = counted.filter((field) => ids.includes(field.id)), done = all.filter((field) => !open.has(field.id)).length;
    const mend = [...shown.keys()].filter((id) => ids.includes(id.split("-")[0])).length;
    const state = done === all.length ? "done" : mend ? "mend" : ids.some((id) => id in answers) ? "begun" : "empty";
    const node = partOf(form, `[data-progress="${section}"]`);
    node.textContent = state === "begun" ? say("progress", { done, all: all.length }) : say("section_" + state, { count: mend });
    node.className = "bq-progress bq-" + state;
  }
}
