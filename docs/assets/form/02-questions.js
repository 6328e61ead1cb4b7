/* Questions and answers. */
const fields = new Map(data.fields.map((field) => [field.id, field]));
const question = (id) => form.querySelector(`[data-q="${CSS.escape(id)}"]`);
const labelOf = (q) => q.querySelector(".bq-l").textContent;
const control = (q) => q.querySelector("input, textarea, select");
const rowsOf = (table) => [...question(table).querySelectorAll(".bq-row")];
const anchor = (place) => place.replace(/\[(\d+)\]\.?/g, "-$1-").replace(/-$/, "");
const TICKS = ["accept", "bool"];

function readQuestion(field, q) {
  if (field.kind === "table") return rowsOf(field.id).map((row) => readRow(field, row));
  if (field.kind === "multi") return [...q.querySelectorAll("input:checked")].map((input) => input.value);
  if (TICKS.includes(field.kind)) return control(q).checked || undefined;
  const chosen = q.querySelector(".bq-choices") ? q.querySelector("input:checked") : control(q);
  return chosen ? chosen.value : undefined;
}

function readRow(field, row) {
  const cells = {};
  field.columns.forEach((column, i) => {
    const value = readQuestion(column, row.querySelectorAll(".bq-q")[i]);
    if (!empty(value)) cells[column.id] = value;
  });
  return cells;
}

// As a plain post would send it, but without blanks. Blank rows stay, so that row numbers agree with the server's.
function read() {
  const answers = {};
  for (const field of data.fields) {
    const value = readQuestion(field, question(field.id));
    if (!empty(value)) answers[field.id] = value;
  }
  return answers;
}

// The language the applicant writes in: the server answers in it.
const writtenIn = () => read()[data.languageOf];

function write(q, field, value) {
  if (field.kind === "table") return writeTable(field, value);
  const inputs = q.querySelectorAll(".bq-choices input");
  const codes = [].concat(value);
  if (inputs.length) inputs.forEach((input) => { input.checked = input.checked || codes.includes(input.value); });
  else if (TICKS.includes(field.kind)) control(q).checked = control(q).checked || value === true || value === "on";
  // What was typed before this file arrived is newer than what was saved.
  else if (control(q).value === "") fillControl(control(q), value);
}

// A field for months takes only `2021-10`: other words would be gone.
function fillControl(input, value) {
  input.value = value;
  if (input.type !== "month" || input.value) return;
  input.type = "text";
  input.value = value;
}

function writeTable(field, rows) {
  if (!Array.isArray(rows)) return;
  while (rowsOf(field.id).length < Math.min(rows.length, field.maxRows)) appendRow(field);
  rowsOf(field.id).forEach((row, i) => field.columns.forEach((column, c) => {
    const value = (rows[i] || {})[column.id];
    if (value !== undefined) write(row.querySelectorAll(".bq-q")[c], column, value);
  }));
}

function restore(answers) {
  for (const [id, value] of Object.entries(answers)) if (fields.has(id)) write(question(id), fields.get(id), value);
}

// A value as people read it (call/answer_words.py): 1500000, 2021-10 and +77479002640; four digits may be a year.
const written = (kind, value) => {
  if (kind === "month") return value.replace(/^(\d{4})-(0[1-9]|1[0-2])$/, (all, year, month) => `${data.loneMonths[month - 1]}\u00a0${year}`);
  if (kind === "phone") return value.replace(/^\+7(\d{3})(\d{3})(\d\d)(\d\d)$/, "+7\u00a0$1\u00a0$2\u00a0$3\u00a0$4");
  return /integer|number/.test(kind) ? value.replace(/^(-?)(0|[1-9]\d{0,29})(?:\.(\d{1,30}))?$/, (all, minus, whole, part) =>
    minus + (whole[4] ? spaced(whole) : whole) + (/[1-9]/.test(part) ? "," + part : "")) : value;
};

// Label and answer, for reading, printing and taking away. Of stored answers an empty box is a «no» too.
function spoken(field, q, areStored = false) {
  const value = readQuestion(field, q);
  if (areStored && field.kind === "bool" && !value) return [[labelOf(q), say("no")]];
  if (empty(value)) return [];
  if (field.kind === "table") return rowsOf(field.id).flatMap((row, i) => field.columns.flatMap((column, c) =>
    spoken(column, row.querySelectorAll(".bq-q")[c]).map(([label, text]) => [`${rowName(field)} ${i + 1}: ${label}`, text])));
  if (TICKS.includes(field.kind)) return [[labelOf(q), say("yes")]];
  const ticked = [...q.querySelectorAll("input:checked")].map(optionLabel), select = q.querySelector("select");
  return [[labelOf(q), ticked.join(", ") || (select ? select.selectedOptions[0].text : written(field.kind, value))]];
}
const optionLabel = (input) => input.parentNode.querySelector("bdi").textContent;
const lines = (ids = data.fields.map((field) => field.id), areStored = false) =>
  ids.flatMap((id) => (question(id).hidden ? [] : spoken(fields.get(id), question(id), areStored)));
