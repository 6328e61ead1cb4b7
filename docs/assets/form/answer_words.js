/** Answers as people read them, as call/answer_words.py writes them. */
import { fieldOf, fields, isTick, labelOf, optionLabel, question, readQuestion, rowName, rowsOf } from "./questions.js";
import { empty } from "./text_normalisation.js";
import { say } from "./words.js";
import { written } from "./written_values.js";

/**
 * Pairs of label and answer, for reading, printing and taking away. Of stored answers an empty box is a «no» too.
 *
 * @param {Field} field
 * @param {Element} q
 * @param {boolean} [areStored]
 * @returns {string[][]}
 */
export function spoken(field, q, areStored = false) {
  const value = readQuestion(field, q);
  if (areStored && field.kind === "bool" && !value) return [[labelOf(q), say("no")]];
  if (empty(value)) return [];
  if (field.kind === "table") return rowsOf(field.id).flatMap((row, i) => spokenRow(field, row, i + 1));
  if (isTick(field)) return [[labelOf(q), say("yes")]];
  const ticked = [...q.querySelectorAll("input:checked")].map(optionLabel);
  /** @type {HTMLSelectElement | null} */
  const select = q.querySelector("select");
  return [[labelOf(q), ticked.join(", ") || (select ? select.selectedOptions[0].text : written(field.kind, value))]];
}

/**
 * @param {Field} field
 * @param {Element} row
 * @param {number} number
 * @returns {string[][]}
 */
function spokenRow(field, row, number) {
  const cells = row.querySelectorAll(".bq-q");
  return (field.columns || []).flatMap((column, i) =>
    spoken(column, cells[i]).map(([label, text]) => [`${rowName(field)} ${number}: ${label}`, text]));
}

/** The pairs of these questions, of all where none are named; a hidden question is not asked. */
export const lines = (ids = [...fields.keys()], areStored = false) =>
  ids.flatMap((id) => (question(id).hidden ? [] : spoken(fieldOf(id), question(id), areStored)));
