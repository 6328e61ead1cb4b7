/**
 * The form of a noun that goes with the number `n`, as call/sentences.py has it: one, a few, many.
 *
 * @param {number} n
 * @param {string[]} forms
 */
export const counted = (n, forms) => {
  const last = n % 10, lastTwo = n % 100;
  if (last === 1 && lastTwo !== 11) return forms[0];
  return last > 1 && last < 5 && (lastTwo < 12 || lastTwo > 14) ? forms[1] : forms[2];
};
