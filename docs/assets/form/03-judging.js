/* Judging: the server's codes, the server's words. */
const EMPTY = /^[\p{Cf}\p{Z}\p{Cc}]*$/u;
const FORBIDDEN = /[\p{Cc}\p{Cs}]/u;
const forbiddenAt = (text) => [...text].findIndex((char) => !"\n\t".includes(char) && FORBIDDEN.test(char));
function empty(value) {
  if (typeof value === "string") return EMPTY.test(value) && forbiddenAt(value) < 0;
  if (Array.isArray(value)) return value.every(empty);
  if (value && typeof value === "object") return Object.values(value).every(empty);
  return value === undefined || value === null;
}
const normal = (text) => text.normalize("NFC").replace(/\r\n?/g, "\n").replace(/^[ \n\t\u00a0\ufeff]+|[ \n\t\u00a0\ufeff]+$/g, "");
const compact = (text) => text.replace(/[\s\u2010-\u2015-]/g, "");
const fault = (words, params = {}) => ({ fault: { words, params } });
const ok = (value) => ({ value });

function checkDigit(digits) {
  for (const weights of [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]]) {
    const rest = weights.reduce((sum, weight, i) => sum + weight * digits[i], 0) % 11;
    if (rest < 10) return rest;
  }
  return -1;
}

function identifier(kind, text) {
  const digits = compact(text);
  if (!/^[0-9]{12}$/.test(digits)) return fault("invalid_" + kind);
  if (kind === "iin" && digits[6] > "6") return fault("invalid_iin");
  if (kind === "iin" && !/^..(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])/.test(digits)) return fault("invalid_iin_birth_date");
  if (kind === "bin" && digits[4] < "4") return fault("invalid_bin_is_iin");
  if (kind === "bin" && !/^..(0[1-9]|1[0-2])[456][0-3]/.test(digits)) return fault("invalid_bin");
  if (checkDigit(digits) !== Number(digits[11])) return fault(`invalid_${kind}_checksum`);
  return ok(digits);
}

// Lenient on purpose: what the server would take is never refused here.
const shapes = {
  email: (text) => (/^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(text) ? text : null),
  url: (text) => (/^(https?:\/\/)?[^\s/?#@]+\.[^\s/?#.]{2,}/i.test(text) ? text : null),
  phone: (text) => (/^(?:\+?7|8|8107)?[67][0-9]{9}$/.test(compact(text).replace(/[().]/g, "")) ? text : null),
  month(text) {
    const found = /^(0[1-9]|1[0-2])[./-](20[0-9]{2})$/.exec(text);
    if (found) return `${found[2]}-${found[1]}`;
    return /^20[0-9]{2}-(0[1-9]|1[0-2])$/.test(text) ? text : null;
  },
};

function number(field, raw) {
  const text = raw.trim().replace(/^\u2212/, "-");
  const sign = text[0] === "-" ? "-" : "";
  const digits = sign + compact(text.slice(sign.length)).replace(",", ".");
  const pattern = field.kind === "integer" ? /^[+-]?[0-9]{1,18}$/ : /^[+-]?[0-9]{1,18}(\.[0-9]{1,9})?$/;
  if (!pattern.test(digits)) return fault("not_a_number");
  const min = field.min ?? -1e15, max = field.max ?? 1e15, value = Number(digits);
  if (value >= min && value <= max) return ok(value);
  return fault("out_of_range_both", { min: spaced(min), max: spaced(max) });
}

function judgeText(field, raw) {
  const text = normal(raw), length = [...text].length, where = forbiddenAt(text) + 1;
  if (where) return fault("forbidden_characters", { where });
  if (field.max && length > field.max) return fault("too_long", { limit: field.max, length });
  if (field.min && length < field.min) return fault("too_short", { limit: field.min, length });
  if (field.kind === "iin" || field.kind === "bin") return identifier(field.kind, text);
  if (!(field.kind in shapes)) return ok(text);
  const value = shapes[field.kind](text);
  return value === null ? fault("invalid_" + field.kind) : ok(value);
}

function judgeValue(field, raw) {
  if (empty(raw)) return ok(undefined);
  if (field.kind === "integer" || field.kind === "number") return number(field, raw);
  return typeof raw === "string" && field.kind !== "choice" ? judgeText(field, raw) : ok(raw);
}

const holds = (condition, values) => !!condition && condition.every((test) =>
  test.in ? test.in.includes(values[test.f]) : typeof values[test.f] === "number" && values[test.f] > test.above);
const required = (field, values) => field.required || holds(field.requiredWhen, values);

function missing({ kind, minRows }) {
  if (kind === "accept") return fault("must_accept").fault;
  const special = ["choice", "multi", "table"].includes(kind) ? "required_" + kind : "required";
  return fault(special, { limit: Math.max(minRows || 0, 1) }).fault;
}

function* judgeTable(field, rows, values) {
  const filled = rows.map((row, i) => [row, i]).filter(([row]) => !empty(row));
  const more = field.moreRows && holds(field.moreRows.when, values) ? field.moreRows.min : 0;
  const least = Math.max(field.minRows || 0, more), length = filled.length;
  let fine = true, sum = 0;
  const wrong = (place, found) => { fine = false; return { place, fault: found }; };
  if (length < least) yield wrong(field.id, fault("too_few_rows", { limit: least, length }).fault);
  if (length > field.maxRows) yield wrong(field.id, fault("too_many_rows", { limit: field.maxRows, length }).fault);
  for (const [row, i] of filled) for (const column of field.columns) {
    const judged = judgeValue(column, row[column.id]);
    const found = judged.fault || (judged.value === undefined && required(column, values) && missing(column));
    if (found) yield wrong(`${field.id}[${i}].${column.id}`, found);
    else if (field.addsUp && column.id === field.addsUp.column) sum += judged.value;
  }
  if (!field.addsUp || !fine) return;
  const total = values[field.addsUp.to], other = labelOf(question(field.addsUp.to));
  const params = { sum: spaced(sum), total: spaced(total), other };
  if (total !== undefined && total !== sum) yield { place: field.id, fault: fault("sum_mismatch", params).fault };
}

function* betweenFields(field, values) {
  if (field.notBefore && values[field.id] < values[field.notBefore]) {
    yield fault("wrong_order", { other: labelOf(question(field.notBefore)) }).fault;
  }
  const label = (id, code) => optionLabel(question(id).querySelector(`[value="${code}"]`));
  for (const only of field.onlyWith || []) {
    if (!holds(only.when, values) || only.codes.includes(values[field.id])) continue;
    const allowed = only.codes.map((code) => `«${label(field.id, code)}»`).join(", ");
    const because = label(only.when[0].f, values[only.when[0].f]);
    yield fault("wrong_combination", { because, allowed }).fault;
  }
}

// All problems in form order; `asked` names the questions whose conditions hold.
function judge(answers) {
  const read = new Map(data.fields.filter((f) => f.kind !== "table").map((f) => [f.id, judgeValue(f, answers[f.id])]));
  const known = {}, values = {}, problems = [];
  read.forEach((judged, id) => { if (!judged.fault && judged.value !== undefined) known[id] = judged.value; });
  const asked = data.fields.filter((field) => !field.askedWhen || holds(field.askedWhen, known));
  asked.forEach((field) => { if (field.id in known) values[field.id] = known[field.id]; });
  for (const field of asked) {
    if (field.kind === "table" && !empty(answers[field.id])) {
      problems.push(...judgeTable(field, answers[field.id], values));
      continue;
    }
    const judged = read.get(field.id) || ok(undefined);
    if (judged.fault) problems.push({ place: field.id, fault: judged.fault });
    else if (judged.value === undefined) { if (required(field, values)) problems.push({ place: field.id, fault: missing(field) }); }
    else for (const found of betweenFields(field, values)) problems.push({ place: field.id, fault: found });
  }
  return { problems, asked: new Set(asked.map((field) => field.id)), values };
}
const message = (found) => fill(data.problems[found.words], found.params);
