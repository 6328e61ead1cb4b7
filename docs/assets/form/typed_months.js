/** Months and days as people type them, as rules/typed_months.py reads them. */
import { data } from "./data.js";
import { fault, ok, plain } from "./text_normalisation.js";

/** A day of the calendar, or null where there is none; `place` is the month, from 1. */
export function dayOf(year, place, day = 1) {
  const date = new Date(Date.UTC(year, place - 1, day));
  return date.getUTCMonth() === place - 1 && date.getUTCDate() === day ? date : null;
}
const isYear = (word) => /^20[0-9]{2}$/.test(word);
export function month(raw, { example }) {
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
