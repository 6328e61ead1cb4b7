/** Whether two sets of answers say the same: answers of the server name numbers as numbers, in an order of their own. */
import { data } from "./data.js";

const inOneForm = (field, value) => {
  if (field.columns) return (value || []).map((row) => field.columns.map((column) => inOneForm(column, row[column.id])));
  return typeof value === "number" ? String(value) : value || "";
};

export const sameWords = (mine, theirs = {}) => data.fields.every((field) =>
  JSON.stringify(inOneForm(field, mine[field.id])) === JSON.stringify(inOneForm(field, theirs[field.id])));
