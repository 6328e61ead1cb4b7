/** Months and days as people type them, as rules/typed_months.py reads them. */
import { data } from "./form_definition.js";
import { fault, ok, plain } from "./text_normalisation.js";

/**
 * A day of the calendar, or null where there is none; `place` is the month, from 1.
 *
 * @param {number} year
 * @param {number} place
 * @param {number} [day]
 */
export function dayOf(year, place, day = 1) {
  const date = new Date(Date.UTC(year, place - 1, day));
  return date.getUTCMonth() === place - 1 && date.getUTCDate() === day ? date : null;
}

/** @param {string} word */
const isYear = (word) => /^20[0-9]{2}$/.test(word);
const DIGITS = /^[0-9]{1,2}$/;

/**
 * Year, month and, where it is written, day; null where the text is not digits in one of the usual orders.
 *
 * @param {string} typed
 * @returns {string[] | null}
 */
function inDigits(typed) {
  const yearFirst = /^(20[0-9]{2}) ?[-./ ] ?([0-9]{1,2})$/.exec(typed);
  if (yearFirst) return [yearFirst[1], yearFirst[2]];
  const yearLast = /^([0-9]{1,2}) ?[-./ ] ?(20[0-9]{2})$/.exec(typed);
  if (yearLast) return [yearLast[2], yearLast[1]];
  const day = /^(20[0-9]{2}) ?([-./]) ?([0-9]{1,2}) ?\2 ?([0-9]{1,2})$/.exec(typed);
  if (day) return [day[1], day[3], day[4]];
  const dayFirst = /^([0-9]{1,2}) ?([-./]) ?([0-9]{1,2}) ?\2 ?(20[0-9]{2})$/.exec(typed);
  // 03/04/2021 is the third of April here and the fourth of March elsewhere.
  if (!dayFirst || (dayFirst[2] === "/" && dayFirst[1] !== dayFirst[3] && Number(dayFirst[1]) <= 12)) return null;
  return [dayFirst[4], dayFirst[3], dayFirst[1]];
}

/**
 * The same of a text with the name of a month.
 *
 * @param {string[]} words
 * @param {string[]} named
 * @param {string[]} years
 * @returns {string[] | null}
 */
function withName(words, named, years) {
  const { months, year } = data.typed, days = words.filter((word) => DIGITS.test(word));
  if (named.length !== 1 || years.length !== 1 || days.length > 1) return null;
  /** @param {string} word */
  const isKnown = (word) => months[word] || isYear(word) || days.includes(word) || year.includes(word);
  return words.every(isKnown) ? [years[0], months[named[0]], ...days] : null;
}

/**
 * @param {string} raw
 * @param {Field} field
 * @returns {Judged}
 */
export function month(raw, { example }) {
  const typed = plain(raw).toLowerCase().replace(/\.$/, ""), words = typed.match(/\p{L}+|[0-9]+/gu) || [];
  const named = words.filter((word) => data.typed.months[word]), years = words.filter(isYear);
  const date = inDigits(typed) || withName(words, named, years);
  const day = date && dayOf(Number(date[0]), Number(date[1]), Number(date[2] || 1));
  if (day) return ok(day.toISOString().slice(0, 7));
  return fault(years.length > 1 || named.length > 1 ? "one_month" : "invalid_month", { example });
}
