/* Showing problems. */
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
