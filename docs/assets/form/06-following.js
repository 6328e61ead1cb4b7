/* What follows from the answers. */
function update() {
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

function count(input) {
  const q = input.closest(".bq-q"), limit = q && byId(q.dataset.q + "-limit"), field = q && definition(q.dataset.q);
  if (!limit || !field.max || field.kind === "integer" || field.kind === "number") return;
  const length = [...normal(input.value)].length;
  limit.dataset.text ||= limit.textContent;
  limit.textContent = length ? say("counter", { length, max: field.max }) : limit.dataset.text;
  limit.classList.toggle("bq-over", length > field.max);
}

function definition(id) {
  const [table, , column] = id.split("-");
  return column ? fields.get(table).columns.find((each) => each.id === column) : fields.get(id);
}

// A problem already shown follows the answer; a new one waits until the question is left.
function recheck(id, leaving) {
  const found = new Map();
  for (const problem of update()) {
    const at = anchor(problem.place);
    if (!found.has(at)) found.set(at, problem.fault);
  }
  const wasServers = shown.get(id)?.server;
  if (wasServers) hideProblem(id);
  const q = question(id), field = definition(id);
  if ((leaving || wasServers) && q && !empty(readQuestion(field, q)) && found.has(id)) shown.set(id, {});
  for (const [each, { server }] of [...shown]) {
    if (server) continue;
    if (found.has(each)) showProblem(each, message(found.get(each)), found.get(each).words); else hideProblem(each);
  }
  if (shown.size) update();
}

// A note that comes or goes moves what lies below it: while a button is held that waits, or the click would miss its aim.
const waiting = [];
let held = false;
addEventListener("pointerdown", (event) => { held = event.button === 0; }, true);
["pointerup", "pointercancel"].forEach((end) => addEventListener(end, () => setTimeout(() => {
  held = false;
  waiting.splice(0).forEach((act) => act());
}), true));
const whenReleased = (act) => { if (held) waiting.push(act); else act(); };
