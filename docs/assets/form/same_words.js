/** Whether two sets of answers say the same: answers of the server name numbers as numbers, in an order of their own. */
import { data } from "./form_definition.js";

/**
 * @param {Field} field
 * @param {any} value
 * @returns {any}
 */
function inOneForm({ columns }, value) {
  if (columns) return (value || []).map((/** @type {Answers} */ row) => columns.map((column) => inOneForm(column, row[column.id])));
  return typeof value === "number" ? String(value) : value || "";
}

/**
 * @param {Answers} mine
 * @param {Answers} [theirs]
 */
export const sameWords = (mine, theirs = {}) => data.fields.every((field) =>
  JSON.stringify(inOneForm(field, mine[field.id])) === JSON.stringify(inOneForm(field, theirs[field.id])));
