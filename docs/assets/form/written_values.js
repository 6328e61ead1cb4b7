/** A single value as people write it: 1500000, 2021-10 and +77479002640. */
import { spaced } from "../shared/numbers.js";
import { data } from "./form_definition.js";

/** @param {string} value */
const writtenMonth = (value) => value.replace(/^(\d{4})-(0[1-9]|1[0-2])$/, (all, year, month) =>
  `${data.loneMonths[month - 1]}\u00a0${year}`);

/** @param {string} value */
const writtenNumber = (value) => value.replace(/^(-?)(0|[1-9]\d{0,29})(?:\.(\d{1,30}))?$/, (all, minus, whole, part) =>
  minus + spaced(whole) + (/[1-9]/.test(part) ? "," + part : ""));

/**
 * @param {string} kind
 * @param {string} value
 */
export const written = (kind, value) => {
  if (kind === "month") return writtenMonth(value);
  if (kind === "phone") return value.replace(/^\+7(\d{3})(\d{3})(\d\d)(\d\d)$/, "+7\u00a0$1\u00a0$2\u00a0$3\u00a0$4");
  return /integer|number/.test(kind) ? writtenNumber(value) : value;
};
