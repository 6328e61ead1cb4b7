/* Begin. */
function begin() {
  box.classList.add("bq-js");
  form.querySelectorAll(".bq-if, .bq-enter").forEach((node) => node.remove());
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
  bringAside();
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
  anchor, message, panel, panelOf, duration, moment, ask, keyOf, renewSecret, post, send, tellBusy, told, refused, succeed, filled, download, persist,
  moveTo, forget, sender, announce, state: () => state, phase: () => phase,
  named: (title) => { document.title = pageTitle = title; },
});

form.addEventListener("input", changed);
form.addEventListener("change", changed);
form.addEventListener("focusout", (event) => {
  const q = event.target.closest(".bq-q");
  if (q && form.contains(event.relatedTarget || form)) whenReleased(() => recheck(q.dataset.q, true));
});
// Enter ends a line of text here, never the whole application.
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
});
form.addEventListener("submit", submit);
addEventListener("pagehide", save);
document.addEventListener("visibilitychange", () => (document.hidden ? save() : (forgetOldKey(), askPhase())));
addEventListener("storage", () => forgetOldKey());
setInterval(() => forgetOldKey(), 30000);
begin();
askPhase();
setInterval(tellPhase, 1000);
