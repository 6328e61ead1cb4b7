/** Sentences with braces become what a person reads, as call/sentences.py does: one table of cases is read by both. */

/** The form of a noun that goes with the number `n`: one, a few, many. */
export const counted = (n, forms) => {
  const last = n % 10, lastTwo = n % 100;
  if (last === 1 && lastTwo !== 11) return forms[0];
  return last > 1 && last < 5 && (lastTwo < 12 || lastTwo > 14) ? forms[1] : forms[2];
};

export const quoted = (text) => `«${text.replace(/«/g, "„").replace(/»/g, "“")}»`;

/** `{limit|знака|знаков|знаков}` is the noun that goes with the number; quotes inside «…» are „…“. */
export const fill = (text, params) => text.replace(/(«?){(\w+)\|?([^{}]*)}(?=(»?))/g, (all, open, key, forms, close) => {
  if (!(key in params)) return all;
  const value = String(params[key]);
  if (forms) return open + counted(Number(value.replace(/\D/g, "")), forms.split("|"));
  return open && close ? quoted(value).slice(0, -1) : open + value;
});

/** A number as people write it: 1500000.5 is «1 500 000,5», with spaces that do not break. */
export const spaced = (number) => {
  const [whole, part] = String(number).split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, "\u00a0") + (part ? "," + part : "");
};
