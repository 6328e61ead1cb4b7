/**
 * An instant in its parts, for a sentence; the server writes instants in the call's zone: no zone data of the browser
 * is needed.
 *
 * @param {string} iso
 * @param {string[]} months
 */
export const momentParts = (iso, months) => {
  const [year, month, day, hour, minute, second] = iso.split(/[-T:+]/);
  return { year, month: months[Number(month) - 1], day: +day, hour, minute, second, time: `${hour}.${minute}` };
};
