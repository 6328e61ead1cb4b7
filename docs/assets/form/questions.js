/** Questions on the page and the answers in them, as a plain post would send them, but without blanks. */
import { partOf } from "../shared/by_id.js";
import { data } from "./form_definition.js";
import { form } from "./page.js";
import { empty } from "./text_normalisation.js";

/** @type {Map<string, Field>} */
export const fields = new Map(data.fields.map((field) => [field.id, field]));
/**
 * The question of this id, where the form has it.
 *
 * @param {string} id
 * @returns {Field}
 */
export const fieldOf = (id) => /** @type {Field} */ (fields.get(id));

/** @param {string} id */
export const question = (id) => partOf(form, `[data-q="${CSS.escape(id)}"]`);
/** @param {Element} q */
export const labelOf = (q) => String(partOf(q, ".bq-l").textContent);
/** @param {Element} input */
export const optionLabel = (input) => String(partOf(/** @type {Element} */ (input.parentNode), "bdi").textContent);

/**
 * @returns {HTMLInputElement}
 * @param {Element} q
 */
export const control = (q) => partOf(q, "input, textarea, select");

/**
 * @returns {NodeListOf<HTMLInputElement>}
 * @param {Element} part
 */
export const inputsOf = (part) => part.querySelectorAll("input, textarea");
/** @param {string} table */
export const rowsOf = (table) => [...question(table).querySelectorAll(".bq-row")];

/**
 * What the rows of a table are called: a table on the page always has one.
 *
 * @param {Field} field
 */
export const rowName = (field) => labelOf(rowsOf(field.id)[0]);

/**
 * The id on the page of a place in the answers: `budget[2].sum` is `budget-2-sum`.
 *
 * @param {string} place
 */
export const anchor = (place) => place.replace(/\[(\d+)\]\.?/g, "-$1-").replace(/-$/, "");

/**
 * The field, or the column of a table, that stands at an id of the page.
 *
 * @param {string} id
 */
export function definition(id) {
  const [table, , column] = id.split("-");
  return column ? columnsOf(fieldOf(table)).find((each) => each.id === column) : fields.get(id);
}

const TICKS = ["accept", "bool"];
/** @param {Field} field */
const columnsOf = (field) => field.columns || [];

/** @param {Field} field */
export const isTick = (field) => TICKS.includes(field.kind);

/**
 * @param {Field} field
 * @param {Element} q
 * @returns {any}
 */
export function readQuestion(field, q) {
  if (field.kind === "table") return rowsOf(field.id).map((row) => readRow(field, row));
  if (field.kind === "multi") return [...q.querySelectorAll("input:checked")].map((input) => /** @type {HTMLInputElement} */ (input).value);
  if (isTick(field)) return control(q).checked || undefined;
  /** @type {HTMLInputElement | null} */
  const chosen = q.querySelector(".bq-choices") ? q.querySelector("input:checked") : control(q);
  return chosen ? chosen.value : undefined;
}

/**
 * @param {Field} field
 * @param {Element} row
 */
export function readRow(field, row) {
  /** @type {Answers} */
  const cells = {};
  columnsOf(field).forEach((column, i) => {
    const value = readQuestion(column, row.querySelectorAll(".bq-q")[i]);
    if (!empty(value)) cells[column.id] = value;
  });
  return cells;
}

/** All answers. Blank rows stay, so that row numbers agree with the server's. */
export function read() {
  /** @type {Answers} */
  const answers = {};
  for (const field of data.fields) {
    const value = readQuestion(field, question(field.id));
    if (!empty(value)) answers[field.id] = value;
  }
  return answers;
}

/** The language the applicant writes in: the server answers in it. */
export const writtenIn = () => read()[data.languageOf];
