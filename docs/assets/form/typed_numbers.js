/** Numbers as people type them, as rules/typed_numbers.py reads them. */
import { spaced } from "../shared/numbers.js";
import { data } from "./form_definition.js";
import { digitsOf, fault, ok, plain } from "./text_normalisation.js";

/**
 * @param {string} raw
 * @param {boolean} whole
 * @returns {Judged}
 */
export function numeral(raw, whole) {
  const typed = plain(raw).toLowerCase().replace(/['\x60\u2018\u2019\u02bc]/g, " ").replace(/\([^()0-9]*\)/g, " ");
  const parts = /^([^0-9+.,-]*)(.*[0-9])([^0-9]*)$/.exec(typed);
  if (!parts) return fault("not_a_number");
  /** @param {string} text */
  const words = (text) => [...new Set(text.match(/[^\s.,;:]+/g))], { unit, powers } = data.typed;
  const after = words(parts[3]), named = after.filter((word) => word in powers);
  const known = named.length < 2 && words(parts[1]).every((word) => unit.includes(word)) &&
    after.every((word) => word in powers || unit.includes(word) || (!whole && word === "%"));
  const signed = parts[2].trim(), minus = signed[0] === "-" ? "-" : "", body = signed.replace(/^[+-]\s*/, "");
  return known && digits(minus, body, named.length ? powers[named[0]] : 0, whole) ||
    fault(/[0-9][^0-9]+[0-9]/.test(parts[2]) ? "one_number" : "not_a_number");
}

/**
 * @param {string} minus
 * @param {string} body
 * @param {number} power
 * @param {boolean} whole
 * @returns {Judged | null}
 */
function digits(minus, body, power, whole) {
  const parted = /^([0-9]{1,3})([.,])([0-9]{3}(?:\2[0-9]{3})*)(?:(?!\2)[.,]([0-9]+))?$/.exec(body);
  if (parted && (parted[4] || parted[3].includes(parted[2]))) {
    return shifted(minus, digitsOf(parted[1] + parted[3]), parted[4] || "", power, whole);
  }
  const usual = /^([0-9]{1,3}(?: [0-9]{3})+|[0-9]*)(?:[.,]([0-9]+))?$/.exec(body);
  if (!usual) return null;
  const left = digitsOf(usual[1]), right = usual[2] || "";
  if (!mayBeThousands(usual[1], left, right)) return shifted(minus, left, right, power, whole);
  return fault("two_readings", { thousands: minus + spaced(left + right), fraction: minus + spaced(left) + decimals(right) });
}

/**
 * @param {string} typed
 * @param {string} left
 * @param {string} right
 */
function mayBeThousands(typed, left, right) {
  if (right.length !== 3 || !left || left[0] === "0") return false;
  return typed.length <= 3 || typed.includes(" ") || right === "000";
}

/**
 * Three digits would look like thousands again.
 *
 * @param {string} right
 */
function decimals(right) {
  const cut = right.replace(/0+$/, "");
  if (!cut) return "";
  return "," + (cut.length === 3 ? cut + "0" : cut);
}

/**
 * @param {string} minus
 * @param {string} left
 * @param {string} right
 * @param {number} power
 * @param {boolean} whole
 * @returns {Judged}
 */
function shifted(minus, left, right, power, whole) {
  const moved = right.padEnd(power, "0"), rest = moved.slice(power).replace(/0+$/, "");
  if (rest && whole) return fault("whole_number");
  return ok(Number(`${minus}${left || 0}${moved.slice(0, power)}.${rest}`) || 0);
}
