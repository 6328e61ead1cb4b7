/* Begin. */
function begin() {
  box.classList.add("bq-js");
  form.querySelectorAll(".bq-if, .bq-enter").forEach((node) => node.remove());
  data.fields.filter((field) => field.kind === "table").forEach(prepareTable);
  box.append(live);
  sender.className = "bq-button";
  beginSteps();
  ending.append(make("p", { class: "bq-buttons" }, button(say("download"), download),
    button(say("clear"), clearDevice)));
  const clash = drafts && drafts.begin();
  if (state.answers) {
    restore(state.answers);
    tellSaved(state.work && state.unsaved === false ? say("bar_version", state.work) : say("bar_kept"));
    if (state.unsaved !== false) tellRestored(say(changes() ? "restored_edit" : "restored"));
  }
  bringAside();
  form.querySelectorAll("input, textarea").forEach((input) => { if (input.value) count(input); });
  update();
  showWhereToGoOn();
  // After the end nothing is sent any more: all that was written stands in sight, to be taken away.
  if (box.closest("[data-over]")) openView(ending);
  const kept = store.get(name + ":receipt");
  if (kept && !state.work) showReceipt(kept, [], []);
  if (clash) clash();
  else if (state.waits && state.waits.body === JSON.stringify(read()) && !form.hidden) resumeWaiting();
  else if (state.pending && state.pending === JSON.stringify(read()) && !form.hidden) tellNoAnswer(false, false);
}

function tellRestored(text) {
  announce(text);
  overview.prepend(make("p", { class: "bq-note" }, text, " ", button(say("clear"), clearDevice)));
}

const sender = ending.querySelector("[type=submit]"), saver = ending.querySelector(".bq-save");
const ruleLink = (id) => make("a", { href: `../rules/#${id}` }, say("rule", { title: data.rules[id] }));
const drafts = window.baiqauDrafts && window.baiqauDrafts({
  name, form, ruleLink, byId, say, make, button, store, read, restore, update, spoken, fields, question, labelOf, placeLabel,
  linkTo, message, panel, panelOf, duration, moment, tellLeft, ask, keyOf, tellNoAnswer, tellSaved, timeNow, byParts, ownTitle, renewSecret, post, send, tellBusy, told, refused, succeed, filled, download, persist,
  moveTo, forget, sender, saver, announce, state: () => state, phase: () => phase,
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
// On paper a long answer stands whole, not as much of it as its field shows.
const onPaper = () => [...form.querySelectorAll(".bq-onpaper")];
addEventListener("afterprint", () => onPaper().forEach((each) => each.remove()));
addEventListener("beforeprint", () => {
  onPaper().forEach((each) => each.remove());
  form.querySelectorAll("textarea").forEach((area) => area.after(make("div", { class: "bq-onpaper bq-words" }, area.value)));
});
document.addEventListener("visibilitychange", () => (document.hidden ? save() : (forgetOldKey(), askPhase())));
addEventListener("storage", () => forgetOldKey());
setInterval(() => forgetOldKey(), 30000);
begin();
askPhase();
setInterval(tellPhase, 1000);
