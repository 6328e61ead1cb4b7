/** Answers put into their questions. */
import { control, fields, isTick, question, rowsOf } from "./questions.js";
import { appendRow } from "./rows.js";

function write(q, field, value) {
  if (field.kind === "table") return writeTable(field, value);
  const inputs = q.querySelectorAll(".bq-choices input");
  const codes = [].concat(value);
  if (inputs.length) inputs.forEach((input) => { input.checked = input.checked || codes.includes(input.value); });
  else if (isTick(field)) control(q).checked = control(q).checked || value === true || value === "on";
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

export function restore(answers) {
  for (const [id, value] of Object.entries(answers)) if (fields.has(id)) write(question(id), fields.get(id), value);
}
