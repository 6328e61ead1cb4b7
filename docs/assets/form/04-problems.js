/* Showing problems. */
const shown = new Map();
const ownTitle = document.title;
let pageTitle = ownTitle;
// What is simply not answered yet is no mistake: it is said in a quieter voice.
const isMissing = (code) => /^(required|must_accept)/.test(code);
const sectionOf = (place) => Object.keys(data.sections).find((id) => data.sections[id].includes(place.split("[")[0]));
const sectionTitle = (id) => byId("heading-" + id).lastChild.textContent.trim();

function describe(q, extra) {
  const holder = q.querySelector("fieldset") || control(q);
  holder.dataset.by ??= holder.getAttribute("aria-describedby") || "";
  const all = `${extra} ${holder.dataset.by}`.trim();
  if (all) holder.setAttribute("aria-describedby", all); else holder.removeAttribute("aria-describedby");
}

function showProblem(id, text, code, language) {
  const q = question(id), place = id + "-error";
  if (!q) return;
  q.classList.toggle("bq-todo", isMissing(code));
  q.classList.toggle("bq-wrong", !isMissing(code));
  const note = byId(place) || make("p", { class: "bq-error", id: place, lang: language });
  note.textContent = text;
  if (note.parentNode) return;
  q.querySelector(".bq-choices, .bq-rows, :scope > .bq-choice, input, textarea, select").before(note);
  describe(q, place);
  marked(q).forEach((input) => input.setAttribute("aria-invalid", "true"));
}

function hideProblem(id) {
  shown.delete(id);
  const q = question(id), note = byId(id + "-error");
  if (!q || !note) return;
  note.remove();
  describe(q, "");
  marked(q).forEach((input) => input.removeAttribute("aria-invalid"));
  q.classList.remove("bq-wrong", "bq-todo");
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

// Every problem beside its question, and the list of them by section at the top, with the focus.
function showAll(problems, server, language) {
  [...shown.keys()].forEach(hideProblem);
  const grouped = new Map();
  problems.forEach((each) => grouped.set(each.field, [...(grouped.get(each.field) || []), each]));
  grouped.forEach((found, place) => {
    shown.set(anchor(place), { server });
    showProblem(anchor(place), found.map((each) => each.message).join(" "), found[0].code, language);
  });
  const missing = problems.filter((each) => isMissing(each.code)).length, wrong = problems.length - missing;
  const counts = [wrong && say("wrong_count", { count: wrong }), missing && say("missing_count", { count: missing })];
  panel(counts.filter(Boolean).join("; "), make("p", {}, say("advice")), ...byParts(problems, ({ field, message: text }) => make("li", {},
    linkTo(field), ": ", make("span", { lang: language }, text))));
  byId("problems").classList.toggle("bq-quiet", !wrong);
  document.title = `${say("prefix")}: ${document.title}`;
  update();
}

const linkTo = (place) => (byId(anchor(place)) ? make("a", { href: "#" + anchor(place) }, placeLabel(place)) : placeLabel(place));

// A list for each section; where there are many lines they are folded.
function byParts(problems, line) {
  const parts = new Map(), isOpen = problems.length <= data.mostOpen;
  problems.forEach((each) => parts.set(sectionOf(each.field), [...(parts.get(sectionOf(each.field)) || []), line(each)]));
  return [...parts].map(([id, items]) => {
    const title = id ? sectionTitle(id) : "…", list = make("ul", {}, ...items);
    return isOpen ? make("div", {}, make("h2", {}, title), list)
      : make("details", {}, make("summary", {}, `${title}: ${items.length}`), list);
  });
}

// The panel above the form: problems, a refusal, an outcome nobody knows yet, a saved draft. It takes the focus, and its
// title is the page's heading while it is in sight.
const panel = (title, ...content) => panelOf("bq-summary", title, ...content);
function panelOf(kind, title, ...content) {
  const old = byId("problems");
  if (old) old.remove();
  // What is long and no refusal is named, not read out whole.
  const role = kind === "bq-summary" ? { role: "alert" } : { role: "group", "aria-label": title };
  const node = make("div", { class: kind, id: "problems", ...role, tabindex: "-1" }, make("h1", {}, title), ...content);
  node.dataset.view = view.id;
  form.prepend(node);
  document.title = `${node.firstChild.textContent} — ${pageTitle}`;
  showHeading();
  node.focus({ preventScroll: true });
  node.scrollIntoView({ block: "start" });
}

const ownHeading = document.querySelector("main h1"), lead = document.querySelector("main .lead");
// One heading at a time: the page's own, the panel's, or the receipt's; what leads into the page stands before the sections.
function showHeading() {
  const told = byId("problems");
  if (ownHeading) ownHeading.hidden = form.hidden || !!(told && !told.hidden);
  if (lead) lead.hidden = form.hidden || view !== overview;
}
