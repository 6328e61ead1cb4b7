/** A value judged: the server's codes, in the order of rules/field_kinds.py. */
import { spaced } from "../shared/numbers.js";
import { data } from "./data.js";
import { identifier, phone } from "./kazakh_identifiers.js";
import { email, url } from "./mail_and_web_addresses.js";
import { characterFault, empty, fault, normal, ok, plain, singleLine } from "./text_normalisation.js";
import { month } from "./typed_months.js";
import { numeral } from "./typed_numbers.js";

const NAMING = ["url", "email", "phone", "iin", "bin", "month"];
const LONGEST_NAME = 400, LONGEST_TEXT = 20000;
function noAnswer(field, raw) {
  if (empty(raw)) return true;
  if (field.required || field.requiredWhen || !NAMING.includes(field.kind) || typeof raw !== "string") return false;
  const word = plain(raw.slice(0, LONGEST_NAME)).toLowerCase().replace(/^[-. ]+/, "").replace(/[-. ]+$/, "");
  return !word || data.typed.no_answer.includes(word);
}

function number(field, raw) {
  const whole = field.kind === "integer", limit = 100, length = [...raw].length;
  const characters = characterFault(singleLine(raw));
  if (length > 4 * limit + 1000) return fault("too_long", { limit, length });
  if (characters) return characters;
  const read = numeral(raw, whole);
  return read.fault ? read : rangeFault(field, read.value) || read;
}

function rangeFault(field, value) {
  const min = field.min ?? -1e15, max = field.max ?? 1e15;
  if (value >= min && value <= max) return null;
  const [broken, other] = value < min ? ["min", "max"] : ["max", "min"], alone = field[broken] != null && field[other] == null;
  return fault("out_of_range_" + (alone ? broken : "both"), { min: spaced(min), max: spaced(max) });
}

/** @param {{ max?: number, min?: number }} field */
function lengthFault({ max, min }, text) {
  const length = [...text].length;
  if (max && length > max) return fault("too_long", { limit: max, length });
  return min && length < min ? fault("too_short", { limit: min, length }) : null;
}

const readers = { month, phone, email, url, iin: (raw) => identifier("iin", raw), bin: (raw) => identifier("bin", raw) };

function judgeText(field, raw) {
  const named = readers[field.kind], limit = field.max || (named ? LONGEST_NAME : LONGEST_TEXT), length = [...raw].length;
  if (length > 4 * limit + 1000) return fault("too_long", { limit, length });
  const text = field.kind === "textarea" ? normal(raw) : singleLine(raw), characters = characterFault(text);
  if (characters) return characters;
  if (!named) return lengthFault(field, text) || ok(text);
  const read = named(text, field);
  return (read.fault ? lengthFault({ max: limit }, text) : lengthFault(field, read.value)) || read;
}

export function judgeValue(field, raw) {
  if (noAnswer(field, raw)) return ok(undefined);
  if (typeof raw !== "string" || field.kind === "choice") return ok(raw);
  return field.kind === "integer" || field.kind === "number" ? number(field, raw) : judgeText(field, raw);
}
