/* The form's kinder half. Without this file everything still works: the server judges, keeps and answers.
   Limits, conditions and words come from the page (#form-data), made from the call's definition. */
(() => {
  "use strict";
  const box = document.getElementById("bq");
  if (!box || !window.AbortController || !window.CSS) return;
  const byId = (id) => document.getElementById(id);
  const form = byId("application");
  const data = JSON.parse(byId("form-data").textContent);
  const name = "baiqau:" + box.dataset.call;

  // ------------------------------------------------------------------ small things

  const fill = (text, params) => text.replace(/\{(\w+)\}/g, (all, key) => (key in params ? params[key] : all));
  const say = (key, params = {}) => fill(data.words[key], params);
  const spaced = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
  const make = (tag, attributes, ...children) => {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else if (value !== false && value != null) node.setAttribute(key, value === true ? "" : value);
    }
    node.append(...children);
    return node;
  };
  const button = (text, onclick, kind = "bq-plain") => make("button", { type: "button", class: kind, onclick }, text);
  const later = (act, ms) => {
    let timer;
    return () => { clearTimeout(timer); timer = setTimeout(act, ms); };
  };
  // A private window may refuse storage; the form then works without it and says so.
  const tried = (act) => { try { return act(localStorage); } catch { return null; } };
  const store = {
    get: (key) => tried((kept) => JSON.parse(kept.getItem(key))),
    set: (key, value) => tried((kept) => { kept.setItem(key, JSON.stringify(value)); return true; }),
    drop: (key) => tried((kept) => kept.removeItem(key)),
  };
  const live = make("p", { class: "bq-unseen", role: "status" });
  const announce = (text) => { live.textContent = text; };

  // ------------------------------------------------------------------ questions and answers

  const fields = new Map(data.fields.map((field) => [field.id, field]));
  const question = (id) => form.querySelector(`[data-q="${CSS.escape(id)}"]`);
  const labelOf = (q) => q.querySelector(".bq-l").textContent;
  const control = (q) => q.querySelector("input, textarea, select");
  const rowsOf = (table) => [...question(table).querySelectorAll(".bq-row")];
  const anchor = (place) => place.replace(/\[(\d+)\]\.?/g, "-$1-").replace(/-$/, "");
  const TICKS = ["accept", "bool"];

  function readQuestion(field, q) {
    if (field.kind === "table") return rowsOf(field.id).map((row) => readRow(field, row));
    if (field.kind === "multi") return [...q.querySelectorAll("input:checked")].map((input) => input.value);
    if (TICKS.includes(field.kind)) return control(q).checked || undefined;
    const chosen = q.querySelector(".bq-choices") ? q.querySelector("input:checked") : control(q);
    return chosen ? chosen.value : undefined;
  }

  function readRow(field, row) {
    const cells = {};
    field.columns.forEach((column, i) => {
      const value = readQuestion(column, row.querySelectorAll(".bq-q")[i]);
      if (!empty(value)) cells[column.id] = value;
    });
    return cells;
  }

  // As a plain post would send it, but without blanks. Blank rows stay, so that row numbers agree with the server's.
  function read() {
    const answers = {};
    for (const field of data.fields) {
      const value = readQuestion(field, question(field.id));
      if (!empty(value)) answers[field.id] = value;
    }
    return answers;
  }

  function write(q, field, value) {
    if (field.kind === "table") return writeTable(field, value);
    const inputs = q.querySelectorAll(".bq-choices input");
    const codes = [].concat(value);
    if (inputs.length) inputs.forEach((input) => { input.checked = input.checked || codes.includes(input.value); });
    else if (TICKS.includes(field.kind)) control(q).checked = control(q).checked || value === true || value === "on";
    // What was typed before this file arrived is newer than what was saved.
    else if (control(q).value === "") control(q).value = value;
  }

  function writeTable(field, rows) {
    if (!Array.isArray(rows)) return;
    while (rowsOf(field.id).length < Math.min(rows.length, field.maxRows)) appendRow(field);
    rowsOf(field.id).forEach((row, i) => field.columns.forEach((column, c) => {
      const value = (rows[i] || {})[column.id];
      if (value !== undefined) write(row.querySelectorAll(".bq-q")[c], column, value);
    }));
  }

  function restore(answers) {
    for (const [id, value] of Object.entries(answers)) if (fields.has(id)) write(question(id), fields.get(id), value);
  }

  // Label and answer, for reading, printing and taking away.
  function spoken(field, q) {
    const value = readQuestion(field, q);
    if (empty(value)) return [];
    if (field.kind === "table") return rowsOf(field.id).flatMap((row, i) => field.columns.flatMap((column, c) =>
      spoken(column, row.querySelectorAll(".bq-q")[c]).map(([label, text]) => [`${rowName(field)} ${i + 1}: ${label}`, text])));
    if (TICKS.includes(field.kind)) return [[labelOf(q), say("yes")]];
    const ticked = [...q.querySelectorAll("input:checked")].map(optionLabel), select = q.querySelector("select");
    return [[labelOf(q), ticked.join(", ") || (select ? select.selectedOptions[0].text : value)]];
  }
  const optionLabel = (input) => input.parentNode.querySelector("bdi").textContent;
  const lines = (ids = data.fields.map((field) => field.id)) =>
    ids.flatMap((id) => (question(id).hidden ? [] : spoken(fields.get(id), question(id))));

  // ------------------------------------------------------------------ judging: the server's codes, the server's words

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

  // ------------------------------------------------------------------ showing problems

  const shown = new Map();
  let pageTitle = document.title;

  function describe(q, extra) {
    const holder = q.querySelector("fieldset") || control(q);
    holder.dataset.by ??= holder.getAttribute("aria-describedby") || "";
    const all = `${extra} ${holder.dataset.by}`.trim();
    if (all) holder.setAttribute("aria-describedby", all); else holder.removeAttribute("aria-describedby");
  }

  function showProblem(id, text, language) {
    const q = question(id), place = id + "-error";
    if (!q) return;
    const note = byId(place) || make("p", { class: "bq-error", id: place, lang: language });
    note.textContent = text;
    if (note.parentNode) return;
    q.querySelector(".bq-choices, .bq-rows, :scope > .bq-choice, input, textarea, select").before(note);
    describe(q, place);
    marked(q).forEach((input) => input.setAttribute("aria-invalid", "true"));
    q.classList.add("bq-wrong");
  }

  function hideProblem(id) {
    shown.delete(id);
    const q = question(id), note = byId(id + "-error");
    if (!q || !note) return;
    note.remove();
    describe(q, "");
    marked(q).forEach((input) => input.removeAttribute("aria-invalid"));
    q.classList.remove("bq-wrong");
    const line = form.querySelector(`#problems a[href="#${CSS.escape(id)}"]`);
    if (line) line.parentNode.classList.add("bq-fixed");
  }

  const marked = (q) => [...q.querySelectorAll("input, textarea, select")].filter((input) => input.closest(".bq-q") === q);

  function placeLabel(place) {
    const cell = /^(\w+)\[(\d+)\](?:\.(\w+))?$/.exec(place), q = question(anchor(place));
    if (!cell) return q ? labelOf(q) : place;
    const row = question(cell[1]) && rowsOf(cell[1])[cell[2]];
    const rowLabel = row ? row.querySelector("legend").innerText.trim() : place;
    return q ? `${rowLabel}: ${labelOf(q)}` : rowLabel;
  }

  // Every problem beside its question, and the list of them at the top with the focus.
  function showAll(problems, server, language) {
    [...shown.keys()].forEach(hideProblem);
    const grouped = new Map();
    problems.forEach(({ field, message: text }) => grouped.set(field, [...(grouped.get(field) || []), text]));
    grouped.forEach((texts, place) => {
      shown.set(anchor(place), { server });
      showProblem(anchor(place), texts.join(" "), language);
    });
    const items = problems.map(({ field, message: text }) => make("li", {},
      byId(anchor(field)) ? make("a", { href: "#" + anchor(field) }, placeLabel(field)) : placeLabel(field),
      ": ", make("span", { lang: language }, text)));
    panel(say("heading", { count: problems.length }), make("p", {}, say("advice")), make("ul", {}, ...items));
    document.title = `${say("prefix")}: ${document.title}`;
  }

  // The panel above the form: problems, a refusal, an outcome nobody knows yet, a saved draft. It takes the focus.
  const panel = (title, ...content) => panelOf("bq-summary", title, ...content);
  function panelOf(kind, title, ...content) {
    const old = byId("problems");
    if (old) old.remove();
    // What is long and no refusal is named, not read out whole.
    const role = kind === "bq-summary" ? { role: "alert" } : { role: "group", "aria-label": title };
    const node = make("div", { class: kind, id: "problems", ...role, tabindex: "-1" }, make("h2", {}, title), ...content);
    form.prepend(node);
    document.title = `${node.firstChild.textContent} — ${pageTitle}`;
    node.focus({ preventScroll: true });
    node.scrollIntoView({ block: "start" });
  }

  // ------------------------------------------------------------------ tables

  const prototypes = new Map();

  function prepareTable(field) {
    const q = question(field.id), all = rowsOf(field.id);
    const row = all[0].cloneNode(true);
    row.querySelectorAll("input, textarea").forEach((input) => { input.value = ""; input.removeAttribute("value"); });
    prototypes.set(field.id, row);
    q.querySelectorAll("details .bq-row").forEach((each) => q.querySelector(".bq-rows").append(each));
    all.slice(Math.max(field.minRows || 1, 1)).forEach((each) => { if (empty(readRow(field, each))) each.remove(); });
    if (field.addsUp) q.querySelector(".bq-rows").after(make("p", { class: "bq-sum" }));
    const add = button(say("add_row", { row: rowName(field) }), () => addRow(field), "bq-plain bq-add");
    (q.querySelector(".bq-sum") || q.querySelector(".bq-rows")).after(add);
    renumber(field);
  }

  const rowName = (field) => prototypes.get(field.id).querySelector(".bq-l").textContent;

  function appendRow(field) {
    const row = prototypes.get(field.id).cloneNode(true);
    question(field.id).querySelector(".bq-rows").append(row);
    renumber(field);
    return row;
  }

  function addRow(field) {
    const row = appendRow(field);
    control(row).focus();
    announce(say("row_added", { row: rowName(field), number: rowsOf(field.id).length }));
    changed();
  }

  function removeRow(field, row) {
    const at = rowsOf(field.id).indexOf(row);
    if (!empty(readRow(field, row)) && !confirm(say("remove_sure"))) return;
    row.remove();
    [...shown.keys()].filter((id) => id.startsWith(field.id + "-")).forEach(hideProblem);
    renumber(field);
    const next = rowsOf(field.id)[Math.min(at, rowsOf(field.id).length - 1)];
    (next.querySelector(".bq-remove:not([hidden])") || question(field.id).querySelector(".bq-add")).focus();
    announce(say("row_removed", { row: rowName(field), number: at + 1 }));
    changed();
  }

  function renumber(field) {
    const rows = rowsOf(field.id), old = new RegExp(`\\b${field.id}-\\d+`, "g");
    rows.forEach((row, i) => {
      for (const node of [row, ...row.querySelectorAll("*")]) {
        for (const key of ["id", "name", "for", "aria-describedby", "data-q", "data-by"]) {
          if (node.hasAttribute(key)) node.setAttribute(key, node.getAttribute(key).replace(old, `${field.id}-${i}`));
        }
      }
      row.querySelector(".bq-n").textContent = i + 1;
      removeButton(field, row, i, rows.length > 1);
    });
    question(field.id).querySelector(".bq-add").hidden = rows.length >= field.maxRows;
  }

  function removeButton(field, row, i, useful) {
    let remove = row.querySelector(".bq-remove");
    if (!remove) {
      remove = button("", () => removeRow(field, row), "bq-plain bq-remove");
      row.append(remove);
    }
    remove.textContent = say("remove_row", { row: rowName(field), number: i + 1 });
    remove.hidden = !useful;
  }

  // ------------------------------------------------------------------ what follows from the answers

  function update() {
    const answers = read(), { problems, asked, values } = judge(answers);
    for (const field of data.fields) {
      if (field.askedWhen) question(field.id).hidden = !asked.has(field.id);
      if (field.requiredWhen) mark(question(field.id), holds(field.requiredWhen, values));
      (field.columns || []).forEach((column, i) => column.requiredWhen && rowsOf(field.id).forEach((row) =>
        mark(row.querySelectorAll(".bq-q")[i], holds(column.requiredWhen, values))));
      if (field.addsUp) showSum(field, answers[field.id] || []);
    }
    showProgress(problems, data.fields.filter((each) => asked.has(each.id) && (required(each, values) || each.id in answers)));
    return problems;
  }

  // The condition is spelled out until it is met; then the question is simply required.
  function mark(q, met) {
    const node = q.querySelector(".bq-mark");
    node.dataset.text ||= node.textContent;
    node.textContent = met ? say("required") : node.dataset.text;
    control(q).setAttribute("aria-required", String(met));
  }

  function showSum(field, rows) {
    const column = field.columns.find((each) => each.id === field.addsUp.column);
    const sum = rows.reduce((total, row) => total + (judgeValue(column, row[column.id]).value || 0), 0);
    question(field.id).querySelector(".bq-sum").textContent = say("sum", { sum: spaced(sum) });
  }

  function showProgress(problems, counted) {
    const open = new Set(problems.map((problem) => problem.place.split("[")[0]));
    for (const [section, ids] of Object.entries(data.sections)) {
      const all = counted.filter((field) => ids.includes(field.id));
      const done = all.filter((field) => !open.has(field.id)).length;
      const node = form.querySelector(`[data-progress="${section}"]`);
      node.textContent = done === all.length ? say("done") : say("progress", { done, all: all.length });
      node.classList.toggle("bq-done", done === all.length);
    }
  }

  function count(input) {
    const q = input.closest(".bq-q"), limit = q && byId(q.dataset.q + "-limit"), field = q && definition(q.dataset.q);
    if (!limit || !field.max || field.kind === "integer" || field.kind === "number") return;
    const length = [...normal(input.value)].length;
    limit.dataset.text ||= limit.textContent;
    limit.textContent = length ? say("counter", { length, max: field.max }) : limit.dataset.text;
    limit.classList.toggle("bq-over", length > field.max);
  }

  function definition(id) {
    const [table, , column] = id.split("-");
    return column ? fields.get(table).columns.find((each) => each.id === column) : fields.get(id);
  }

  // A problem already shown follows the answer; a new one waits until the question is left.
  function recheck(id, leaving) {
    const found = new Map();
    for (const problem of update()) {
      const at = anchor(problem.place);
      if (!found.has(at)) found.set(at, message(problem.fault));
    }
    if (shown.get(id)?.server) hideProblem(id);
    const q = question(id), field = definition(id);
    if (leaving && q && !empty(readQuestion(field, q)) && found.has(id)) shown.set(id, {});
    for (const [each, { server }] of [...shown]) {
      if (server) continue;
      if (found.has(each)) showProblem(each, found.get(each)); else hideProblem(each);
    }
  }

  // ------------------------------------------------------------------ kept on this device

  // A new application lies under the call's name; a draft or an edit in a place of its own, which `:slot` points at.
  let slot = store.get(name + ":slot") || name;
  let state = store.get(slot) || {};
  let dirty = false;
  const changes = () => !!state.work && state.work.mode !== "draft";
  const bar = make("p", { class: "bq-saved bq-noprint" });
  function save() {
    if (!dirty) return;
    const kept = persist({ answers: read(), unsaved: true });
    bar.textContent = kept ? say(changes() ? "saved_edit" : "saved", { time: new Date().toTimeString().slice(0, 5) }) : say("not_saved");
    bar.classList.toggle("bq-over", !kept);
    if (!save.said) announce(bar.textContent);
    save.said = kept;
    dirty = false;
  }
  const saveSoon = later(save, 400);
  const recheckSoon = later(() => recheck(changed.last, false), 200);

  function persist(change) {
    state = { ...state, ...change };
    return store.set(slot, state);
  }

  // From now on words are kept in this place; those that lie there already become the form's.
  function moveTo(place) {
    if (place !== slot) state = store.get(place) || {};
    slot = place;
    store.set(name + ":slot", slot);
  }

  function changed(event) {
    dirty = true;
    saveSoon();
    const q = event && event.target.closest(".bq-q");
    changed.last = q ? q.dataset.q : "";
    recheckSoon();
    if (event && event.target.matches("input, textarea")) count(event.target);
  }

  function clearDevice() {
    if (!confirm(say("clear_sure"))) return;
    forget();
    tried((kept) => Object.keys(kept).filter((key) => key.startsWith(name)).forEach((key) => kept.removeItem(key)));
    location.reload();
  }

  function forget() {
    dirty = false;
    state = {};
    store.drop(slot);
    store.drop(name + ":slot");
    form.reset();
  }

  function download() {
    const text = lines().map(([label, value]) => `${label}:\r\n${value}\r\n`).join("\r\n");
    const address = URL.createObjectURL(new Blob(["\ufeff" + text], { type: "text/plain" }));
    make("a", { href: address, download: `${box.dataset.call}.txt` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  // ------------------------------------------------------------------ the server's clock

  let phase = null;

  // The frame of the page has asked already; a later question is asked anew.
  async function askPhase() {
    const asked = window.baiqauCall || fetch("/api/call", { cache: "no-store" }).then((answer) => answer.json()).then((call) =>
      ({ call, skew: Date.parse(call.now) - performance.now() }));
    window.baiqauCall = null;
    try {
      const { call, skew } = await asked;
      const ahead = skew + performance.now() - Date.now();
      phase = { ...call, ahead, opens: Date.parse(call.opens_at), closes: Date.parse(call.closes_at) };
      tellPhase();
    } catch { /* the statement printed in the page stays */ }
  }

  function tellPhase() {
    if (!phase) return;
    if (drafts && drafts.tellOwnWindow(phase)) return;
    const now = Date.now() + phase.ahead, left = phase.closes - now, node = byId("phase");
    const kind = now < phase.opens ? "upcoming" : left <= 0 ? "closed" : left <= 15 * 60000 ? "soon" : "open";
    const params = { left: left > 0 ? duration(left) : "", opens: moment(phase.opens_at), closes: moment(phase.closes_at) };
    node.textContent = say("phase_" + kind, params);
    if (tellPhase.kind !== kind && (kind === "soon" || (kind === "closed" && tellPhase.kind))) announce(node.textContent);
    tellPhase.kind = kind;
    node.className = "bq-phase bq-phase-" + kind;
  }

  const unit = (n, forms) => forms[n % 10 === 1 && n % 100 !== 11 ? 0 : n % 10 > 1 && n % 10 < 5 && (n % 100 < 12 || n % 100 > 14) ? 1 : 2];

  function duration(ms) {
    let left = Math.ceil(ms / 1000);
    const parts = [];
    for (const [key, size] of [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]]) {
      const whole = Math.floor(left / size);
      left %= size;
      if (whole && (key !== "second" || !parts.length)) parts.push(`${whole}\u00a0${unit(whole, data.units[key])}`);
    }
    return parts.slice(0, 2).join(" ");
  }

  // As wording.clock writes it: seconds only where there are any.
  const clock = (hour, minute, second) => (+second ? `${hour}:${minute}:${second.replace(".000", "").replace(".", ",")}` : `${hour}.${minute}`);

  // The server writes instants in the call's zone: no zone data of the browser is needed.
  function moment(iso, exact) {
    const [year, month, day, hour, minute, second] = iso.split(/[-T:+]/);
    return say("moment", { year, month: data.months[month - 1], day: +day, time: clock(hour, minute, exact ? second : "") });
  }

  // ------------------------------------------------------------------ sending

  let sending = false;
  let stopped = "";

  // `unknown` unless our own server surely answered: nobody is told "no" when it may be "yes".
  async function ask(path, body, headers, method = "POST") {
    const abort = new AbortController(), timer = setTimeout(() => abort.abort(), 40000);
    try {
      const all = { "Content-Type": "application/json", "Accept-Language": data.lang, ...headers };
      const answer = await fetch(path, { method, headers: all, body, signal: abort.signal, cache: "no-store" });
      const told = await answer.json();
      if (answer.ok && told.number) return { done: told };
      if (answer.status >= 400 && answer.status < 500 && answer.status !== 429 && told.title) return { refusal: told };
    } catch { /* no answer, or not ours */ } finally { clearTimeout(timer); }
    return { unknown: true };
  }
  const post = (body, key) => ask("/api/applications", body, { "Idempotency-Key": key });

  const newKey = () => Array.from(crypto.getRandomValues(new Uint32Array(5)), (part) => part.toString(36)).join("-");

  async function submit(event) {
    const wish = event.submitter || sender, saving = wish !== sender;
    // Without drafts.js drafts and changes go by plain posts.
    if (!drafts && (saving || state.work)) return aim(saving);
    event.preventDefault();
    if (sending) return;
    dirty = true;
    save();
    const body = JSON.stringify(read());
    if (!saving && !mayGo(body)) return;
    busy(wish, say(saving ? "saving" : "sending"));
    try { await (drafts && (saving || state.work || state.draft) ? drafts.go(body, saving) : send(body)); } finally { busy(wish); }
  }

  function aim(saving) {
    if (!state.work) return;
    const { number, key, version, mode } = state.work, act = saving ? "save" : mode === "draft" ? "submit" : mode;
    form.action += "/" + number;
    for (const [field, value] of Object.entries({ _key: key, _version: version, _act: act })) {
      form.append(make("input", { type: "hidden", name: field, value }));
    }
    form.querySelectorAll("[formaction]").forEach((press) => press.removeAttribute("formaction"));
  }

  // Problems found here stop one press; the same answers pressed again go to the server, which decides.
  function mayGo(body) {
    const problems = update().map((each) => ({ field: each.place, message: message(each.fault) }));
    if (!problems.length || stopped === body) return true;
    stopped = body;
    showAll(problems, false);
    return false;
  }

  async function send(body) {
    if (state.pending && state.pending !== body) {
      const earlier = await post(state.pending, state.key);
      if (!earlier.refusal) return told(earlier, true);
      persist({ pending: null, key: null });
    }
    persist({ pending: body, key: state.key || newKey() });
    told(await post(body, state.key), false);
  }

  function told({ done: receipt, refusal, unknown }, wasEarlier) {
    if (unknown) return panel(say("unknown_title"), make("p", {}, say("unknown")));
    // A definite answer: the next press is a new attempt.
    persist({ pending: null, key: null });
    if (receipt) return succeed(receipt, wasEarlier);
    refused(refusal);
  }

  function refused({ title, detail, type, rule, status, problems }, still) {
    const lang = read().application_language;
    if (problems) return showAll(problems, true, lang);
    const link = rule ? [make("p", {}, make("a", { href: type, lang: data.lang }, say("rule", { title: data.rules[rule] })))] : [];
    const whom = status === 403 && rule !== "window" ? [byId("contact-view").content.cloneNode(true)] : [];
    panel(make("span", { lang }, title), make("p", { lang }, detail || ""), ...link, ...(still ? [make("p", {}, make("strong", {}, still))] : []), ...whom, make("p", {}, say("words_kept")),
      make("p", {}, button(say("download"), download)));
    askPhase();
  }

  // `text` while the work goes on; without it, it has ended.
  function busy(press, text) {
    sending = !!text;
    form.querySelectorAll("[type=submit]").forEach((each) => each.setAttribute("aria-disabled", String(sending)));
    press.dataset.text ||= press.textContent;
    press.textContent = text || press.dataset.text;
    if (text) announce(text);
  }

  // ------------------------------------------------------------------ the receipt

  function succeed(receipt, wasEarlier) {
    store.set(name + ":receipt", receipt);
    const printed = wasEarlier ? [] : printedAnswers();
    if (!wasEarlier) forget();
    showReceipt(receipt, printed, wasEarlier ? [make("p", { class: "bq-note" }, say("first_accepted"))] : []);
    byId("receipt-heading").focus();
  }

  const printedAnswers = () => Object.entries(data.sections).map(([id, ids]) => make("section", { class: "bq-printed" },
    make("h3", {}, byId("heading-" + id).lastChild.textContent),
    make("dl", {}, ...lines(ids).map(([label, text]) => make("div", {}, make("dt", {}, label), make("dd", { dir: "auto" }, text))))));

  function showReceipt(receipt, printed, notes) {
    const title = say("receipt_" + (receipt.mode || "title"));
    box.prepend(make("section", { id: "receipt" },
      make("h2", { id: "receipt-heading", tabindex: "-1", class: "bq-success" }, title), ...notes, filled("receipt-view", receipt),
      make("p", { class: "bq-buttons bq-noprint" }, button(say("print"), () => print()), button(say("another"), another),
        button(say("clear"), clearDevice)), make("p", { class: "bq-noprint" }, say("receipt_kept")), ...printed));
    form.hidden = true;
    document.title = `${title} — ${pageTitle}`;
  }

  function filled(template, values) {
    const view = byId(template).content.cloneNode(true);
    view.querySelectorAll("[data-slot]").forEach((each) => fillSlot(each, values));
    return view;
  }

  function fillSlot(node, receipt) {
    const key = node.dataset.slot;
    if (key === "link") {
      const link = `${node.getAttribute("href")}#${receipt.number}.${receipt.key}`;
      node.setAttribute("href", link);
      return copyable(node, node.textContent, location.origin + link);
    }
    if (key === "dropped") {
      const labels = (receipt.dropped || []).filter((id) => fields.has(id)).map((id) => make("li", {}, labelOf(question(id))));
      node.hidden = !labels.length;
      node.querySelector("ul").append(...labels);
      return;
    }
    const value = String(receipt[key] ?? "");
    node.textContent = key.endsWith("_at") ? `${moment(value, true)} (${data.zoneName})` : value;
    if (node.closest(".bq-big")) copyable(node, node.previousElementSibling.textContent, value, "dd");
  }

  function copyable(node, label, value, tag = "span") {
    if (!navigator.clipboard) return;
    node.after(" ", make(tag, { class: "bq-noprint" }, button(`${say("copy")}: ${label}`,
      () => navigator.clipboard.writeText(value).then(() => announce(say("copied"))))));
  }

  function another() {
    if (!confirm(say("another_sure"))) return;
    store.drop(name + ":receipt");
    location.reload();
  }

  // ------------------------------------------------------------------ begin

  function begin() {
    box.classList.add("bq-js");
    form.querySelectorAll(".bq-if").forEach((node) => node.remove());
    data.fields.filter((field) => field.kind === "table").forEach(prepareTable);
    box.append(live);
    form.append(bar);
    form.querySelector(".bq-send").append(make("p", { class: "bq-buttons" }, button(say("download"), download),
      button(say("clear"), clearDevice)));
    const clash = drafts && drafts.begin();
    if (state.answers) {
      restore(state.answers);
      if (state.unsaved !== false) tellRestored(say(changes() ? "restored_edit" : "restored"));
    }
    form.querySelectorAll("input, textarea").forEach((input) => { if (input.value) count(input); });
    update();
    const kept = store.get(name + ":receipt");
    if (kept && !state.work) showReceipt(kept, [], []);
    if (clash) clash();
  }

  function tellRestored(text) {
    announce(text);
    byId("phase").after(make("p", { class: "bq-note" }, text, " ", button(say("clear"), clearDevice)));
  }

  const sender = form.querySelector("[type=submit]");
  const ruleLink = (id) => make("a", { href: `../rules/#${id}` }, say("rule", { title: data.rules[id] }));
  const drafts = window.baiqauDrafts && window.baiqauDrafts({
    name, form, ruleLink, byId, say, make, button, store, read, restore, update, spoken, fields, question, labelOf, placeLabel,
    anchor, message, panel, panelOf, duration, moment, ask, newKey, post, told, refused, succeed, filled, download, persist,
    moveTo, forget, sender, announce, state: () => state, phase: () => phase,
    named: (title) => { document.title = pageTitle = title; },
  });

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("focusout", (event) => {
    const q = event.target.closest(".bq-q");
    if (q && form.contains(event.relatedTarget || form)) recheck(q.dataset.q, true);
  });
  form.addEventListener("submit", submit);
  addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", () => (document.hidden ? save() : askPhase()));
  begin();
  askPhase();
  setInterval(tellPhase, 1000);
})();
