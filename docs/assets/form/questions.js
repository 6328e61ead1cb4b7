/** Questions on the page and the answers in them, as a plain post would send them, but without blanks. */
import { data } from "./data.js";
import { form } from "./page.js";
import { empty } from "./text_normalisation.js";

export const fields = new Map(data.fields.map((field) => [field.id, field]));
export const question = (id) => form.querySelector(`[data-q="${CSS.escape(id)}"]`);
export const labelOf = (q) => q.querySelector(".bq-l").textContent;
export const optionLabel = (input) => input.parentNode.querySelector("bdi").textContent;

/** @returns {HTMLInputElement} */
export const control = (q) => q.querySelector("input, textarea, select");

/** @returns {NodeListOf<HTMLInputElement>} */
export const inputsOf = (part) => part.querySelectorAll("input, textarea");
export const rowsOf = (table) => [...question(table).querySelectorAll(".bq-row")];

/** What the rows of a table are called: a table on the page always has one. */
export const rowName = (field) => labelOf(rowsOf(field.id)[0]);

/** The id on the page of a place in the answers: `budget[2].sum` is `budget-2-sum`. */
export const anchor = (place) => place.replace(/\[(\d+)\]\.?/g, "-$1-").replace(/-$/, "");

/** The field, or the column of a table, that stands at an id of the page. */
export function definition(id) {
  const [table, , column] = id.split("-");
  return column ? fields.get(table).columns.find((each) => each.id === column) : fields.get(id);
}

const TICKS = ["accept", "bool"];
export const isTick = (field) => TICKS.includes(field.kind);

export function readQuestion(field, q) {
  if (field.kind === "table") return rowsOf(field.id).map((row) => readRow(field, row));
  if (field.kind === "multi") return [...q.querySelectorAll("input:checked")].map((input) => input.value);
  if (isTick(field)) return control(q).checked || undefined;
  const chosen = q.querySelector(".bq-choices") ? q.querySelector("input:checked") : control(q);
  return chosen ? chosen.value : undefined;
}

export function readRow(field, row) {
  const cells = {};
  field.columns.forEach((column, i) => {
    const value = readQuestion(column, row.querySelectorAll(".bq-q")[i]);
    if (!empty(value)) cells[column.id] = value;
  });
  return cells;
}

/** All answers. Blank rows stay, so that row numbers agree with the server's. */
export function read() {
  const answers = {};
  for (const field of data.fields) {
    const value = readQuestion(field, question(field.id));
    if (!empty(value)) answers[field.id] = value;
  }
  return answers;
}

/** The language the applicant writes in: the server answers in it. */
export const writtenIn = () => read()[data.languageOf];
