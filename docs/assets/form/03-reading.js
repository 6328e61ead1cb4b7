/* Reading what was typed: what rules/text_normalisation.py, typed_numbers.py, typed_months.py,
   mail_and_web_addresses.py and kazakh_identifiers.py do, in their order.
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
function crowdedAt(text) {
  const found = CROWDED.exec(text);
  return found ? [...text.slice(0, found.index)].length + MOST_MARKS : -1;
}
const controlAt = (text) => [...text].findIndex((char) => !"\n\t".includes(char) && FORBIDDEN.test(char));
const composed = (text) => (crowdedAt(text) < 0 ? text.normalize("NFC") : text);
const lineEnds = (text) => text.replace(/\r\n|[\r\x0b\x0c\x85\u2028\u2029]/g, "\n");
const fault = (words, params = {}) => ({ fault: { words, params } });
const ok = (value) => ({ value });
function characterFault(text) {
  const control = controlAt(text), where = 1 + (control < 0 ? crowdedAt(text) : control);
  return where ? fault(control < 0 ? "too_many_marks" : "forbidden_characters", { where }) : null;
}

function trimmed(text) {
  let from = 0, to = text.length;
  while (from < to && END.test(text[from])) from += 1;
  while (to > from && END.test(text[to - 1])) to -= 1;
  return text.slice(from, to);
}
const normal = (text) => trimmed(composed(lineEnds(text)));
const singleLine = (text) => normal(text).replace(/[\n\t]/g, " ");
const unmarked = (text) => trimmed(singleLine(text).replace(MARK, ""));
const plain = (text) => unmarked(text).replace(GAP, " ").replace(/[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g, "-").replace(/\uff0b/g, "+")
  .replace(/[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g, (digit) => digit.charCodeAt(0) & 15);
const digitsOf = (text) => text.replace(/[^0-9]/g, "");

function empty(value) {
  if (typeof value === "string") return BLANK.test(value) && !characterFault(lineEnds(value));
  if (Array.isArray(value)) return value.every(empty);
  if (value && typeof value === "object") return Object.values(value).every(empty);
  return value === undefined || value === null;
}

const NAMING = ["url", "email", "phone", "iin", "bin", "month"];
const LONGEST_NAME = 400, LONGEST_TEXT = 20000;
function noAnswer(field, raw) {
  if (empty(raw)) return true;
  if (field.required || field.requiredWhen || !NAMING.includes(field.kind) || typeof raw !== "string") return false;
  const word = plain(raw.slice(0, LONGEST_NAME)).toLowerCase().replace(/^[-. ]+/, "").replace(/[-. ]+$/, "");
  return !word || data.typed.no_answer.includes(word);
}

// Numbers.
function numeral(raw, whole) {
  const typed = plain(raw).toLowerCase().replace(/['\x60\u2018\u2019\u02bc]/g, " ").replace(/\([^()0-9]*\)/g, " ");
  const parts = /^([^0-9+.,-]*)(.*[0-9])([^0-9]*)$/.exec(typed);
  if (!parts) return fault("not_a_number");
  const words = (text) => [...new Set(text.match(/[^\s.,;:]+/g))], { unit, powers } = data.typed;
  const after = words(parts[3]), named = after.filter((word) => word in powers);
  const known = named.length < 2 && words(parts[1]).every((word) => unit.includes(word)) &&
    after.every((word) => word in powers || unit.includes(word) || (!whole && word === "%"));
  const [, sign, body] = /^([+-]?)\s*(.*)$/.exec(parts[2].trim()), minus = sign === "-" ? "-" : "";
  return known && digits(minus, body, named.length ? powers[named[0]] : 0, whole) ||
    fault(parts[2].match(/[0-9]+/g).length > 1 ? "one_number" : "not_a_number");
}

function digits(minus, body, power, whole) {
  const parted = /^([0-9]{1,3})([.,])([0-9]{3}(?:\2[0-9]{3})*)(?:(?!\2)[.,]([0-9]+))?$/.exec(body);
  if (parted && (parted[4] || parted[3].includes(parted[2]))) return shifted(minus, digitsOf(parted[1] + parted[3]), parted[4] || "", power, whole);
  const usual = /^([0-9]{1,3}(?: [0-9]{3})+|[0-9]*)(?:[.,]([0-9]+))?$/.exec(body);
  if (!usual) return null;
  const left = digitsOf(usual[1]), right = usual[2] || "";
  const likely = usual[1].length <= 3 || usual[1].includes(" ") || right === "000";
  if (right.length !== 3 || !left || left[0] === "0" || !likely) return shifted(minus, left, right, power, whole);
  const cut = right.replace(/0+$/, "");
  const fraction = minus + spaced(left) + (cut ? "," + (cut.length === 3 ? cut + "0" : cut) : "");
  return fault("two_readings", { thousands: minus + spaced(left + right), fraction });
}

function shifted(minus, left, right, power, whole) {
  const moved = right.padEnd(power, "0"), rest = moved.slice(power).replace(/0+$/, "");
  if (rest && whole) return fault("whole_number");
  return ok(Number(`${minus}${left || 0}${moved.slice(0, power)}.${rest}`) || 0);
}

// Months.
function dayOf(year, place, day = 1) {
  const date = new Date(Date.UTC(year, place - 1, day));
  return date.getUTCMonth() === place - 1 && date.getUTCDate() === day ? date : null;
}
const isYear = (word) => /^20[0-9]{2}$/.test(word);
function month(raw, { example }) {
  const typed = plain(raw).toLowerCase().replace(/\.$/, ""), words = typed.match(/\p{L}+|[0-9]+/gu) || [];
  const { months, year } = data.typed, named = words.filter((word) => months[word]), years = words.filter(isYear);
  const days = words.filter((word) => /^[0-9]{1,2}$/.test(word));
  let found, date = null;
  if ((found = /^(20[0-9]{2}) ?[-./ ] ?([0-9]{1,2})$/.exec(typed))) date = [found[1], found[2]];
  else if ((found = /^([0-9]{1,2}) ?[-./ ] ?(20[0-9]{2})$/.exec(typed))) date = [found[2], found[1]];
  else if ((found = /^(20[0-9]{2}) ?([-./]) ?([0-9]{1,2}) ?\2 ?([0-9]{1,2})$/.exec(typed))) date = [found[1], found[3], found[4]];
  else if ((found = /^([0-9]{1,2}) ?([-./]) ?([0-9]{1,2}) ?\2 ?(20[0-9]{2})$/.exec(typed))) {
    // 03/04/2021 is the third of April here and the fourth of March elsewhere.
    if (found[2] !== "/" || found[1] === found[3] || found[1] > 12) date = [found[4], found[3], found[1]];
  } else if (named.length === 1 && years.length === 1 && days.length < 2 &&
    words.every((word) => months[word] || isYear(word) || days.includes(word) || year.includes(word))) {
    date = [years[0], months[named[0]], ...days];
  }
  const day = date && dayOf(...date.map(Number));
  if (day) return ok(day.toISOString().slice(0, 7));
  return fault(years.length > 1 || named.length > 1 ? "one_month" : "invalid_month", { example });
}

// Identifiers and phones.
function unlabelled(raw) {
  const typed = plain(raw), found = /^(\p{L}+)[^\p{L}\p{N}_+(]+(.*)$/u.exec(typed);
  return found && data.typed.label.includes(found[1].toLowerCase()) ? found[2] : typed;
}
const compact = (text) => text.replace(/[\s-]/g, "");

function phone(raw) {
  const typed = unlabelled(raw), found = /^(?:\+?7|8|8107|007)?([67][0-9]{9})$/.exec(compact(typed).replace(/[().]/g, ""));
  return found ? ok("+7" + found[1]) : fault(digitsOf(typed).length >= 20 ? "one_phone" : "invalid_phone");
}

function checkDigit(number) {
  for (const weights of [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]]) {
    const rest = weights.reduce((sum, weight, i) => sum + weight * number[i], 0) % 11;
    if (rest < 10) return rest;
  }
  return -1;
}

function isBorn(number) {
  const century = number[6] === "0" ? [1900, 2000] : [1700 + 100 * Math.ceil(number[6] / 2)];
  const [year, place, day] = number.match(/../g).map(Number);
  return century.some((base) => dayOf(base + year, place, day));
}

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

function identifier(kind, raw) {
  const number = compact(unlabelled(raw)), length = digitsOf(number).length;
  if (!/^[0-9]{12}$/.test(number)) return length === 12 ? fault("only_digits") : fault("invalid_" + kind, { length, digits: 12 });
  const found = identifierFaults[kind](number);
  return found ? fault(`invalid_${kind}${found}`) : ok(number);
}

// Addresses.
const inside = (text) => (/^[^<>]*<([^<>]*)>[.,; ]*$/.exec(text) || ["", text])[1].trim();
const firstForeign = (text) => (/[\u0370-\u03ff\u0400-\u052f]/.exec(text) || [""])[0];
const isLatin = (text = "") => /[a-z]/i.test(text);

function email(raw) {
  const typed = inside(unmarked(raw)).replace(/^mailto:\s*/i, "").replace(/[.,;: ]+$/, ""), [local, domain, more] = typed.split("@");
  if (more !== undefined) return fault("one_email");
  const letter = domain !== undefined && (firstForeign(local) || foreignLetter(domain));
  if (letter) return fault("foreign_letter", { letter });
  const shape = /^[\w.!#$%&'*+/=?^\x60{|}~-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}])?\.)+(?:\p{L}{2,63}|xn--[a-z0-9-]{1,59})$/iu;
  if (!shape.test(typed) || /^\.|\.$|\.\./.test(local) || !decoded(domain)) return fault("invalid_email");
  return ok(`${local}@${domain.toLowerCase()}`);
}

const URL_SHAPE = /^https?:\/\/([^\s/?#@:"<>\\]+\.[^\s/?#@:"<>\\.]{2,})(?::[0-9]{1,5})?(?:[/?#][^\s"<>\\]*)?$/i;
function url(raw) {
  const typed = inside(unmarked(raw));
  if (typed[0] === "@") return fault("url_of_name");
  const withScheme = (text) => (text.includes("://") ? text : "https://" + text);
  const [, scheme, rest] = /^([a-z]+:\/\/)?(.*)$/i.exec(typed);
  const address = (scheme || "https://") + (/[/?#]/.test(rest) ? rest : rest.replace(/[.,;]+$/, "")), found = URL_SHAPE.exec(address);
  if (!found) {
    const parts = typed.split(/[\s,;]+/).filter((part) => part);
    return fault(parts.length > 1 && parts.every((part) => URL_SHAPE.test(withScheme(part))) ? "one_url" : "invalid_url");
  }
  const letter = foreignLetter(found[1]);
  if (letter) return fault("foreign_letter", { letter });
  return decoded(found[1]) ? ok(address) : fault("invalid_url");
}

// The letter that makes a domain another one than it looks.
function foreignLetter(domain) {
  const labels = decoded(domain.toLowerCase()) || [], last = labels[labels.length - 1];
  for (const label of labels) if (isLatin(label) && firstForeign(label)) return firstForeign(label);
  const alike = /^[\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u04bb\u04cf\u0501\u051b\u051d0-9-]+$/;
  if (isLatin(last)) return labels.map((label) => (alike.test(label) ? firstForeign(label) : "")).find(Boolean) || "";
  return labels.slice(-2).some(isLatin) ? firstForeign(last) : "";
}

function decoded(domain) {
  const labels = domain.split(".").map((label) => (/^xn--/i.test(label) ? punycode(label.slice(4).toLowerCase()) : label));
  return labels.includes(null) ? null : labels;
}

// RFC 3492, decoding; null for what is none.
function punycode(text) {
  const cut = text.lastIndexOf("-"), signs = [...text.slice(0, Math.max(cut, 0))];
  let code = 128, at = 0, bias = 72;
  for (let i = cut + 1; i < text.length;) {
    const before = at;
    for (let weight = 1, k = 36; ; k += 36, i += 1) {
      if (!/[a-z0-9]/.test(text[i] || "")) return null;
      const value = parseInt(text[i], 36), digit = value < 10 ? value + 26 : value - 10;
      const least = Math.min(Math.max(k - bias, 1), 26);
      at += digit * weight;
      if (digit < least) break;
      weight *= 36 - least;
    }
    i += 1;
    const size = signs.length + 1;
    let delta = Math.floor((at - before) / (before ? 2 : 700)), steps = 0;
    for (delta += Math.floor(delta / size); delta > 455; steps += 36) delta = Math.floor(delta / 35);
    bias = steps + Math.floor((36 * delta) / (delta + 38));
    code += Math.floor(at / size);
    at %= size;
    if (code > 0x10ffff) return null;
    signs.splice(at, 0, String.fromCodePoint(code));
    at += 1;
  }
  return signs.join("");
}
