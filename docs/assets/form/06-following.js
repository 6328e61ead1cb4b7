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
  showProgress(problems, data.fields.filter((each) => asked.has(each.id) && (required(each, values) || each.id in answers)));
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

function showProgress(problems, counted) {
  const open = new Set(problems.map((problem) => problem.place.split("[")[0]));
  for (const [section, ids] of Object.entries(data.sections)) {
    const all = counted.filter((field) => ids.includes(field.id));
    const done = all.filter((field) => !open.has(field.id)).length;
    const node = form.querySelector(`[data-progress="${section}"]`);
    node.textContent = done === all.length ? say("done") : say("progress", { done, all: all.length });
    node.classList.toggle("bq-done", done === all.length);
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
    if (!found.has(at)) found.set(at, message(problem.fault));
  }
  const wasServers = shown.get(id)?.server;
  if (wasServers) hideProblem(id);
  const q = question(id), field = definition(id);
  if ((leaving || wasServers) && q && !empty(readQuestion(field, q)) && found.has(id)) shown.set(id, {});
  for (const [each, { server }] of [...shown]) {
    if (server) continue;
    if (found.has(each)) showProblem(each, found.get(each)); else hideProblem(each);
  }
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
