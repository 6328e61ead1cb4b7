/** What follows from the answers: which questions are asked, sums, how far each section has come. */
import { spaced } from "../shared/numbers.js";
import { data } from "./data.js";
import { holds, required } from "./field_conditions.js";
import { judge } from "./form_judgement.js";
import { onView } from "./happenings.js";
import { ending, form } from "./page.js";
import { shown } from "./problem_marks.js";
import { control, question, read, rowsOf } from "./questions.js";
import { showReview } from "./review.js";
import { judgeValue } from "./value_judgement.js";
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

// The condition is spelled out until it is met; then the question is simply required.
function mark(q, met) {
  const node = q.querySelector(".bq-mark");
  node.dataset.text ||= node.textContent;
  node.textContent = met ? say("required") : node.dataset.text;
  control(q).setAttribute("aria-required", String(met));
}

function showSum(field, rows) {
  const column = field.columns.find((each) => each.id === field.addsUp.column);
  const sum = rows.reduce((total, row) => total + (judgeValue(column, row[column.id]).value || 0), 0);
  question(field.id).querySelector(".bq-sum").textContent = say("sum", { sum: spaced(sum) });
}

// Not begun, how much of it is answered, how much of what was said is still to be mended, or done.
function showProgress(problems, counted, answers) {
  const open = new Set(problems.map((problem) => problem.place.split("[")[0]));
  for (const [section, ids] of Object.entries(data.sections)) {
    const all = counted.filter((field) => ids.includes(field.id)), done = all.filter((field) => !open.has(field.id)).length;
    const mend = [...shown.keys()].filter((id) => ids.includes(id.split("-")[0])).length;
    const state = done === all.length ? "done" : mend ? "mend" : ids.some((id) => id in answers) ? "begun" : "empty";
    const node = form.querySelector(`[data-progress="${section}"]`);
    node.textContent = state === "begun" ? say("progress", { done, all: all.length }) : say("section_" + state, { count: mend });
    node.className = "bq-progress bq-" + state;
  }
}
