/** All answers judged together, in the order of rules/completeness.py. */
import { partOf } from "../shared/by_id.js";
import { spaced } from "../shared/numbers.js";
import { fill, quoted } from "../shared/sentences.js";
import { holds, required } from "./field_conditions.js";
import { data } from "./form_definition.js";
import { labelOf, optionLabel, question } from "./questions.js";
import { empty, fault, ok } from "./text_normalisation.js";
import { judgeValue } from "./value_judgement.js";

/**
 * What to do with a question of this kind: write, choose, tick, add rows.
 *
 * @param {Field} field
 */
function missing({ kind, minRows }) {
  if (kind === "accept") return fault("must_accept").fault;
  return fault("required_" + kind, { limit: Math.max(minRows || 0, 1), digits: 12 }).fault;
}

/**
 * Rows that are not blank, each with its place among all.
 *
 * @typedef {[Answers, number][]} FilledRows
 */

/**
 * @param {Table} field
 * @param {Answers[]} rows
 * @param {Answers} values
 * @returns {Generator<PlacedFault>}
 */
function* judgeTable(field, rows, values) {
  const filled = rows.map((row, i) => /** @type {[Answers, number]} */ ([row, i])).filter(([row]) => !empty(row));
  const problems = [...judgeRowCount(field, filled.length, values), ...judgeCells(field, filled, values)];
  yield* problems;
  if (field.addsUp && !problems.length) yield* judgeSum(field, rows, values);
}

/**
 * @param {Table} field
 * @param {number} length
 * @param {Answers} values
 * @returns {Generator<PlacedFault>}
 */
function* judgeRowCount(field, length, values) {
  const more = field.moreRows && holds(field.moreRows.when, values) ? field.moreRows.min : 0;
  const least = Math.max(field.minRows || 0, more);
  if (length < least) yield { place: field.id, fault: fault("too_few_rows", { limit: least, length }).fault };
  if (length > field.maxRows) yield { place: field.id, fault: fault("too_many_rows", { limit: field.maxRows, length }).fault };
}

/**
 * @param {Table} field
 * @param {FilledRows} filled
 * @param {Answers} values
 * @returns {Generator<PlacedFault>}
 */
function* judgeCells(field, filled, values) {
  for (const [row, i] of filled) {
    for (const column of field.columns) {
      const judged = judgeValue(column, row[column.id]);
      const found = judged.fault || (judged.value === undefined && required(column, values) && missing(column));
      if (found) yield { place: `${field.id}[${i}].${column.id}`, fault: found };
    }
  }
}

/**
 * What the cells of the summed column, which every such table has, add up to; one that is no number counts as nothing.
 *
 * @param {SummedTable} field
 * @param {Answers[]} rows
 * @returns {number}
 */
export function sumOf(field, rows) {
  const column = /** @type {Question} */ (field.columns.find((each) => each.id === field.addsUp.column));
  return rows.reduce((sum, row) => sum + (judgeValue(column, row[column.id]).value || 0), 0);
}

/**
 * @param {SummedTable} field
 * @param {Answers[]} rows
 * @param {Answers} values
 * @returns {Generator<PlacedFault>}
 */
function* judgeSum(field, rows, values) {
  const sum = sumOf(field, rows);
  const total = values[field.addsUp.to], other = labelOf(question(field.addsUp.to));
  if (total === undefined || total === sum) return;
  yield { place: field.id, fault: fault("sum_mismatch", { sum: spaced(sum), total: spaced(total), other }).fault };
}

/**
 * @param {Field} field
 * @param {Answers} values
 * @returns {Generator<Fault>}
 */
function* betweenFields(field, values) {
  if (field.notBefore && values[field.id] < values[field.notBefore]) {
    yield fault("wrong_order", { other: labelOf(question(field.notBefore)) }).fault;
  }
  /** @type {(id: string, code: string) => string} */
  const label = (id, code) => optionLabel(partOf(question(id), `[value="${code}"]`));
  for (const only of field.onlyWith || []) {
    if (!holds(only.when, values) || only.codes.includes(values[field.id])) continue;
    const allowed = only.codes.map((code) => quoted(label(field.id, code))).join(", ");
    const because = label(only.when[0].f, values[only.when[0].f]);
    yield fault("wrong_combination", { because, allowed }).fault;
  }
}

/**
 * All problems in form order; `asked` names the questions whose conditions hold.
 *
 * @param {Answers} answers
 */
export function judge(answers) {
  const read = new Map(data.fields.filter((f) => f.kind !== "table").map((f) => [f.id, judgeValue(f, answers[f.id])]));
  const /** @type {Answers} */ known = {}, /** @type {Answers} */ values = {}, /** @type {PlacedFault[]} */ problems = [];
  read.forEach((judged, id) => { if (!judged.fault && judged.value !== undefined) known[id] = judged.value; });
  const asked = data.fields.filter((field) => !field.askedWhen || holds(field.askedWhen, known));
  asked.forEach((field) => { if (field.id in known) values[field.id] = known[field.id]; });
  for (const field of asked) {
    if (field.kind === "table" && !empty(answers[field.id])) {
      problems.push(...judgeTable(field, answers[field.id], values));
      continue;
    }
    const judged = read.get(field.id) || ok(undefined);
    if (judged.fault) problems.push({ place: field.id, fault: judged.fault });
    else if (judged.value === undefined) { if (required(field, values)) problems.push({ place: field.id, fault: missing(field) }); }
    else for (const found of betweenFields(field, values)) problems.push({ place: field.id, fault: found });
  }
  return { problems, asked: new Set(asked.map((field) => field.id)), values };
}
/** @param {Fault} found */
export const message = (found) => fill(data.problems[found.words], found.params);
