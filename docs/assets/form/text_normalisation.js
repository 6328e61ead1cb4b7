/** Text as it was typed: line ends, invisible marks and blanks, as rules/text_normalisation.py reads them.
    One table of cases holds both to the same values and sentences (tests/rules/cases). */
const MARKS = "\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff";
const SPACES = " \\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000";
const END = new RegExp(`[${MARKS}${SPACES}\\n\\t]`);
const BLANK = new RegExp(`^[${MARKS}${SPACES}\\n\\t\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u034f\\u115f\\u1160\\u2800\\u3164\\uffa0]*$`);
const MARK = new RegExp(`[${MARKS}]`, "g");
const GAP = new RegExp(`[${SPACES}\\n\\t]+`, "g");
const FORBIDDEN = /[\p{Cc}\p{Cs}]/u;
// Normalising a longer run of combining marks would hang the page (rules/text_normalisation.py).
const MOST_MARKS = 30, CROWDED = new RegExp(`\\p{M}{${MOST_MARKS + 1}}`, "u");

/** @param {string} text */
function crowdedAt(text) {
  const found = CROWDED.exec(text);
  return found ? [...text.slice(0, found.index)].length + MOST_MARKS : -1;
}

/** @param {string} text */
const controlAt = (text) => [...text].findIndex((char) => !"\n\t".includes(char) && FORBIDDEN.test(char));

/** @param {string} text */
const composed = (text) => (crowdedAt(text) < 0 ? text.normalize("NFC") : text);

/** @param {string} text */
const lineEnds = (text) => text.replace(/\r\n|[\r\x0b\x0c\x85\u2028\u2029]/g, "\n");

/**
 * @param {string} words
 * @param {Record<string, any>} [params]
 * @returns {Judged & { fault: Fault }}
 */
export const fault = (words, params = {}) => ({ fault: { words, params } });

/**
 * @param {any} value
 * @returns {Judged}
 */
export const ok = (value) => ({ value });

/**
 * @param {string} text
 * @returns {(Judged & { fault: Fault }) | null}
 */
export function characterFault(text) {
  const control = controlAt(text), where = 1 + (control < 0 ? crowdedAt(text) : control);
  return where ? fault(control < 0 ? "too_many_marks" : "forbidden_characters", { where }) : null;
}

/** @param {string} text */
function trimmed(text) {
  let from = 0, to = text.length;
  while (from < to && END.test(text[from])) from += 1;
  while (to > from && END.test(text[to - 1])) to -= 1;
  return text.slice(from, to);
}

/** @param {string} text */
export const normal = (text) => trimmed(composed(lineEnds(text)));

/** @param {string} text */
export const singleLine = (text) => normal(text).replace(/[\n\t]/g, " ");

/** @param {string} text */
export const unmarked = (text) => trimmed(singleLine(text).replace(MARK, ""));

/** @param {string} text */
export const plain = (text) => unmarked(text).replace(GAP, " ")
  .replace(/[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g, "-").replace(/\uff0b/g, "+")
  .replace(/[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g, (digit) => String(digit.charCodeAt(0) & 15));

/** @param {string} text */
export const digitsOf = (text) => text.replace(/[^0-9]/g, "");

/** @param {any} value */
export function empty(value) {
  if (typeof value === "string") return BLANK.test(value) && !characterFault(lineEnds(value));
  if (Array.isArray(value)) return value.every(empty);
  if (value && typeof value === "object") return Object.values(value).every(empty);
  return value === undefined || value === null;
}
