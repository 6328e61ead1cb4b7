/** Answers put into their questions. */
import { control, fieldOf, fields, isTick, question, rowsOf } from "./questions.js";
import { appendRow } from "./rows.js";

/**
 * @param {Element} q
 * @param {Field} field
 * @param {any} value of the answers, as they are stored or kept
 */
function write(q, field, value) {
  if (field.kind === "table") return writeTable(field, value);
  /** @type {NodeListOf<HTMLInputElement>} */
  const inputs = q.querySelectorAll(".bq-choices input");
  /** @type {string[]} */
  const codes = [].concat(value);
  if (inputs.length) inputs.forEach((input) => { input.checked = input.checked || codes.includes(input.value); });
  else if (isTick(field)) control(q).checked = control(q).checked || value === true || value === "on";
  // What was typed before this file arrived is newer than what was saved.
  else if (control(q).value === "") fillControl(control(q), value);
}

/**
 * A field for months takes only `2021-10`: other words would be gone.
 *
 * @param {HTMLInputElement} input
 * @param {string} value
 */
function fillControl(input, value) {
  input.value = value;
  if (input.type !== "month" || input.value) return;
  input.type = "text";
  input.value = value;
}

/**
 * @param {Table} field
 * @param {any} rows
 */
function writeTable(field, rows) {
  if (!Array.isArray(rows)) return;
  while (rowsOf(field.id).length < Math.min(rows.length, field.maxRows)) appendRow(field);
  rowsOf(field.id).forEach((row, i) => field.columns.forEach((column, c) => {
    const value = (rows[i] || {})[column.id];
    if (value !== undefined) write(row.querySelectorAll(".bq-q")[c], column, value);
  }));
}

/** @param {Answers} answers */
export function restore(answers) {
  for (const [id, value] of Object.entries(answers)) if (fields.has(id)) write(question(id), fieldOf(id), value);
}
