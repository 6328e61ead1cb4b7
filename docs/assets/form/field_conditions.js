/** Conditions of the call's definition on values that are known. */
export const holds = (condition, values) => !!condition && condition.every((test) =>
  test.in ? test.in.includes(values[test.f]) : typeof values[test.f] === "number" && values[test.f] > test.above);
export const required = (field, values) => field.required || holds(field.requiredWhen, values);
