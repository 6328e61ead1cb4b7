/** A value judged: the server's codes, in the order of rules/field_kinds.py. */
import { spaced } from "../shared/numbers.js";
import { data } from "./form_definition.js";
import { identifier, phone } from "./kazakh_identifiers.js";
import { email, url } from "./mail_and_web_addresses.js";
import { characterFault, empty, fault, normal, ok, plain, singleLine } from "./text_normalisation.js";
import { month } from "./typed_months.js";
import { numeral } from "./typed_numbers.js";

const NAMING = ["url", "email", "phone", "iin", "bin", "month"];
const LONGEST_NAME = 400, LONGEST_TEXT = 20000;

/**
 * @param {Field} field
 * @param {any} raw
 */
function noAnswer(field, raw) {
  if (empty(raw)) return true;
  if (field.required || field.requiredWhen || !NAMING.includes(field.kind) || typeof raw !== "string") return false;
  const word = plain(raw.slice(0, LONGEST_NAME)).toLowerCase().replace(/^[-. ]+/, "").replace(/[-. ]+$/, "");
  return !word || data.typed.no_answer.includes(word);
}

/**
 * @param {Field} field
 * @param {string} raw
 * @returns {Judged}
 */
function number(field, raw) {
  const whole = field.kind === "integer", limit = 100, length = [...raw].length;
  const characters = characterFault(singleLine(raw));
  if (length > 4 * limit + 1000) return fault("too_long", { limit, length });
  if (characters) return characters;
  const read = numeral(raw, whole);
  return read.fault ? read : rangeFault(field, read.value) || read;
}

/**
 * @param {Field} field
 * @param {number} value
 * @returns {Judged | null}
 */
function rangeFault(field, value) {
  const min = field.min ?? -1e15, max = field.max ?? 1e15;
  if (value >= min && value <= max) return null;
  const isLow = value < min, [broken, other] = isLow ? [field.min, field.max] : [field.max, field.min];
  const alone = broken != null && other == null;
  return fault("out_of_range_" + (alone ? (isLow ? "min" : "max") : "both"), { min: spaced(min), max: spaced(max) });
}

/**
 * @param {{ max?: number | null, min?: number | null }} limits
 * @param {string} text
 */
function lengthFault({ max, min }, text) {
  const length = [...text].length;
  if (max && length > max) return fault("too_long", { limit: max, length });
  return min && length < min ? fault("too_short", { limit: min, length }) : null;
}

/** @type {Record<string, ((raw: string, field: Field) => Judged) | undefined>} */
const readers = { month, phone, email, url, iin: (raw) => identifier("iin", raw), bin: (raw) => identifier("bin", raw) };

/**
 * @param {Field} field
 * @param {string} raw
 * @returns {Judged}
 */
function judgeText(field, raw) {
  const named = readers[field.kind], limit = field.max || (named ? LONGEST_NAME : LONGEST_TEXT), length = [...raw].length;
  if (length > 4 * limit + 1000) return fault("too_long", { limit, length });
  const text = field.kind === "textarea" ? normal(raw) : singleLine(raw), characters = characterFault(text);
  if (characters) return characters;
  if (!named) return lengthFault(field, text) || ok(text);
  const read = named(text, field);
  return (read.fault ? lengthFault({ max: limit }, text) : lengthFault(field, read.value)) || read;
}

/**
 * @param {Field} field
 * @param {any} raw
 * @returns {Judged}
 */
export function judgeValue(field, raw) {
  if (noAnswer(field, raw)) return ok(undefined);
  if (typeof raw !== "string" || field.kind === "choice") return ok(raw);
  return field.kind === "integer" || field.kind === "number" ? number(field, raw) : judgeText(field, raw);
}
