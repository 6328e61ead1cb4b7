/**
 * A number as people write it: 1500000.5 is «1 500 000,5», with spaces that do not break; four digits may be a year.
 *
 * @param {number | string} number
 */
export const spaced = (number) => {
  const [whole, part] = String(number).split(".");
  return (/\d{5}/.test(whole) ? whole.replace(/\B(?=(\d{3})+$)/g, "\u00a0") : whole) + (part ? "," + part : "");
};
