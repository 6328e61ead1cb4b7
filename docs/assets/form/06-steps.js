/* One section at a time. The list of sections leads to each, so does every link, and the browser's «Back» leads back. */
const overview = byId("form-sections"), ending = byId("check-answers"), parts = [...form.querySelectorAll(".bq-section")];
const views = [overview, ...parts, ending];
let view = overview;

function openView(next) {
  view = next;
  views.forEach((each) => { each.hidden = each !== next; });
  // A browser that can look into hidden sections finds words there, and opens what it found.
  parts.forEach((each) => { if (each.hidden && "onbeforematch" in each) each.setAttribute("hidden", "until-found"); });
  const told = byId("problems");
  if (told) {
    told.hidden = told.dataset.view !== next.id;
    // It was read out when it came.
    if (told.getAttribute("role") === "alert") told.removeAttribute("role");
  }
  showHeading();
  document.querySelectorAll(".languages a").forEach((link) => { link.hash = next === overview ? "" : next.id; });
  if (next === ending || next === overview) update();
}

// True when the id is in some view; that view is open then.
function reveal(id) {
  const node = id && byId(id), there = node && views.find((each) => each.contains(node));
  if (there && there !== view) openView(there);
  return !!there;
}

// All answers, by section, each with a way to change it; and what is missing or wrong yet.
function showReview(problems) {
  ending.querySelector(".bq-review").replaceChildren(...Object.entries(data.sections).map(([id, ids]) => {
    const open = problems.filter((problem) => sectionOf(problem.place) === id);
    const first = open.length && make("p", { class: "bq-todo" }, make("a", { href: "#" + anchor(open[0].place) }, say("review_open", { count: open.length })));
    const given = ids.filter((field) => !question(field).hidden).map(reviewed).filter(Boolean);
    return make("section", { class: "bq-printed" }, make("h3", {}, sectionTitle(id)), ...(first ? [first] : []), make("dl", {}, ...given));
  }));
}

function reviewed(id) {
  const field = fields.get(id), told = spoken(field, question(id)), label = labelOf(question(id));
  if (!told.length) return null;
  const words = told.map(([name, text]) => make("div", {}, ...(field.kind === "table" ? [make("b", {}, name + ": ")] : []),
    make("span", { class: "bq-words", dir: "auto" }, text)));
  return make("div", {}, make("dt", {}, label), make("dd", {}, make("div", {}, ...words),
    make("a", { class: "bq-change", href: "#" + id }, say("change"), make("span", { class: "bq-unseen" }, ": " + label))));
}

function beginSteps() {
  ending.querySelectorAll(".bq-check").forEach((each) => each.remove());
  ending.querySelector("h2").after(make("div", { class: "bq-review" }));
  views.forEach((each) => each.setAttribute("tabindex", "-1"));
  parts.forEach((each) => each.addEventListener("beforematch", () => openView(each)));
  // Before the browser follows the link, so that it finds where to go.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && box.contains(link)) reveal(link.hash.slice(1));
  }, true);
  addEventListener("hashchange", () => { if (!reveal(location.hash.slice(1)) && !location.hash) openView(overview); });
  if (!reveal(location.hash.slice(1))) openView(overview);
  else byId(location.hash.slice(1)).scrollIntoView();
}

// Who comes back is led on, to the first section that is not done; what was to be known before lies folded below.
function showWhereToGoOn() {
  const link = form.querySelector("[data-begin]"), open = update()[0], start = form.querySelector(".bq-start");
  if (!link || !state.answers) return;
  overview.append(make("details", {}, make("summary", {}, start.querySelector("h2").textContent), start));
  overview.prepend(link.parentNode);
  const id = open ? sectionOf(open.place) : null;
  link.setAttribute("href", id ? "#section-" + id : "#check-answers");
  link.textContent = say("go_on", { section: id ? sectionTitle(id) : byId("heading-send").textContent });
}
