/** Rows of tables: added, removed, numbered. */
import { partOf } from "../shared/by_id.js";
import { make } from "../shared/elements.js";
import { tellChange } from "./form_events.js";
import { hideProblem, shown } from "./problem_marks.js";
import { control, inputsOf, question, readRow, rowName, rowsOf } from "./questions.js";
import { empty } from "./text_normalisation.js";
import { announce, button, say } from "./words.js";

/** @type {Record<string, HTMLElement>} */
const prototypes = {};

/** @param {Table} field */
export function prepareTable(field) {
  const q = question(field.id), all = rowsOf(field.id);
  const row = /** @type {HTMLElement} */ (all[0].cloneNode(true));
  inputsOf(row).forEach((input) => { input.value = ""; input.removeAttribute("value"); });
  prototypes[field.id] = row;
  q.querySelectorAll("details .bq-row").forEach((each) => partOf(q, ".bq-rows").append(each));
  all.slice(Math.max(field.minRows || 1, 1)).forEach((each) => { if (empty(readRow(field, each))) each.remove(); });
  if (field.addsUp) partOf(q, ".bq-rows").after(make("p", { class: "bq-sum" }));
  const add = button(say("add_row", { row: rowName(field) }), () => addRow(field), "bq-plain bq-add");
  (q.querySelector(".bq-sum") || partOf(q, ".bq-rows")).after(add);
  renumber(field);
}

/** @param {Table} field */
export function appendRow(field) {
  const row = /** @type {HTMLElement} */ (prototypes[field.id].cloneNode(true));
  partOf(question(field.id), ".bq-rows").append(row);
  renumber(field);
  return row;
}

/** @param {Table} field */
function addRow(field) {
  const row = appendRow(field);
  control(row).focus();
  announce(say("row_added", { row: rowName(field), number: rowsOf(field.id).length }));
  tellChange();
}

/**
 * @param {Table} field
 * @param {HTMLElement} row
 */
function removeRow(field, row) {
  const at = rowsOf(field.id).indexOf(row);
  if (!empty(readRow(field, row)) && !confirm(say("remove_sure"))) return;
  row.remove();
  [...shown.keys()].filter((id) => id.startsWith(field.id + "-")).forEach(hideProblem);
  renumber(field);
  const next = rowsOf(field.id)[Math.min(at, rowsOf(field.id).length - 1)];
  (next.querySelector(".bq-remove:not([hidden])") || partOf(question(field.id), ".bq-add")).focus();
  announce(say("row_removed", { row: rowName(field), number: at + 1 }));
  tellChange();
}

const NUMBERED = ["id", "name", "for", "aria-describedby", "data-q", "data-by"];

/** @param {Table} field */
function renumber(field) {
  const rows = rowsOf(field.id), old = new RegExp(`\\b${field.id}-\\d+`, "g");
  rows.forEach((row, i) => {
    for (const node of [row, ...row.querySelectorAll("*")]) {
      for (const key of NUMBERED) {
        const value = node.getAttribute(key);
        if (value) node.setAttribute(key, value.replace(old, `${field.id}-${i}`));
      }
    }
    partOf(row, ".bq-n").textContent = String(i + 1);
    removeButton(field, row, i, rows.length > 1);
  });
  partOf(question(field.id), ".bq-add").hidden = rows.length >= field.maxRows;
}

/**
 * @param {Table} field
 * @param {HTMLElement} row
 * @param {number} i
 * @param {boolean} useful
 */
function removeButton(field, row, i, useful) {
  let remove = row.querySelector(".bq-remove");
  if (!remove) {
    remove = button("", () => removeRow(field, row), "bq-plain bq-remove");
    row.append(remove);
  }
  remove.textContent = say("remove_row", { row: rowName(field), number: i + 1 });
  remove.hidden = !useful;
}
