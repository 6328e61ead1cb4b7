/** IIN, BIN and phones, as rules/kazakh_identifiers.py reads them. */
import { data } from "./form_definition.js";
import { digitsOf, fault, ok, plain } from "./text_normalisation.js";
import { dayOf } from "./typed_months.js";

/** @param {string} raw */
function unlabelled(raw) {
  const typed = plain(raw), found = /^(\p{L}+)[^\p{L}\p{N}_+(]+(.*)$/u.exec(typed);
  return found && data.typed.label.includes(found[1].toLowerCase()) ? found[2] : typed;
}

/** @param {string} text */
const compact = (text) => text.replace(/[\s-]/g, "");

/**
 * @param {string} raw
 * @returns {Judged}
 */
export function phone(raw) {
  const typed = unlabelled(raw), found = /^(?:\+?7|8|8107|007)?([67][0-9]{9})$/.exec(compact(typed).replace(/[().]/g, ""));
  return found ? ok("+7" + found[1]) : fault(digitsOf(typed).length >= 20 ? "one_phone" : "invalid_phone");
}

/** @param {string} number */
function checkDigit(number) {
  for (const weights of [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]]) {
    const rest = weights.reduce((sum, weight, i) => sum + weight * Number(number[i]), 0) % 11;
    if (rest < 10) return rest;
  }
  return -1;
}

/** @param {string} number */
function isBorn(number) {
  const century = number[6] === "0" ? [1900, 2000] : [1700 + 100 * Math.ceil(Number(number[6]) / 2)];
  const [year, place, day] = [0, 2, 4].map((at) => Number(number.slice(at, at + 2)));
  return century.some((base) => dayOf(base + year, place, day));
}

/** @type {Record<"iin" | "bin", (number: string) => string>} */
const identifierFaults = {
  iin(number) {
    if (!identifierFaults.bin(number)) return "_is_bin";
    if (number[6] > "6") return "_seventh";
    if (!isBorn(number)) return "_birth_date";
    return checkDigit(number) === Number(number[11]) ? "" : "_checksum";
  },
  bin(number) {
    if (number[4] < "4") return "_is_iin";
    if (!/^..(0[1-9]|1[0-2])/.test(number)) return "_month";
    if (number[4] > "6") return "_type";
    if (number[5] > "3") return "_sixth";
    return checkDigit(number) === Number(number[11]) ? "" : "_checksum";
  },
};

/**
 * @param {"iin" | "bin"} kind
 * @param {string} raw
 * @returns {Judged}
 */
export function identifier(kind, raw) {
  const number = compact(unlabelled(raw)), length = digitsOf(number).length;
  if (!/^[0-9]{12}$/.test(number)) return length === 12 ? fault("only_digits") : fault("invalid_" + kind, { length, digits: 12 });
  const found = identifierFaults[kind](number);
  return found ? fault(`invalid_${kind}${found}`) : ok(number);
}
