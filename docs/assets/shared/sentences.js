/** Sentences with braces become what a person reads, as call/sentences.py does: one table of cases is read by both. */
import { counted } from "./plural.js";

/** @param {string} text */
export const quoted = (text) => `«${text.replace(/«/g, "„").replace(/»/g, "“")}»`;

/**
 * `{limit|знака|знаков|знаков}` is the noun that goes with the number; quotes inside «…» are „…“.
 *
 * @param {string} text
 * @param {Record<string, any>} params
 */
export const fill = (text, params) => text.replace(/(«?){(\w+)\|?([^{}]*)}(?=(»?))/g, (all, open, key, forms, close) => {
  if (!(key in params)) return all;
  const value = String(params[key]);
  if (forms) return open + counted(Number(value.replace(/\D/g, "")), forms.split("|"));
  return open && close ? quoted(value).slice(0, -1) : open + value;
});
