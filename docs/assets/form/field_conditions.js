/**
 * Conditions of the call's definition on values that are known.
 *
 * @param {Condition | null | undefined} condition
 * @param {Answers} values
 * @returns {boolean}
 */
export const holds = (condition, values) => !!condition && condition.every((test) =>
  test.in ? test.in.includes(values[test.f]) : typeof values[test.f] === "number" && values[test.f] > /** @type {number} */ (test.above));

/**
 * @param {Field} field
 * @param {Answers} values
 */
export const required = (field, values) => field.required || holds(field.requiredWhen, values);
