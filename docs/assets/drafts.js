/* Drafts, edits and supplements: the form at work on an application the server already has.
   form.js lends its tools. Without this file the same acts go by plain posts. */
"use strict";
window.baiqauDrafts = ({ name, form, ruleLink, byId, say, make, button, store, read, restore, update, spoken, fields, question, labelOf,
  linkTo, message, panel, panelOf, duration, moment, tellLeft, ask, keyOf, tellNoAnswer, tellSaved, timeNow, byParts, ownTitle, renewSecret, post, send, tellBusy, told, refused, succeed, filled, download, persist,
  moveTo, forget, sender, saver, announce, state, phase, named }) => {
  const MODES = { draft: "draft", submitted: "edit", interview_scheduled: "edit", interviewed: "supplement" };
  const work = () => state().work;
  const address = () => "/api/applications/" + work().number;
  const bearer = () => ({ Authorization: "Bearer " + work().key });
  const workOf = (view, key) => ({ number: view.number, key, version: view.version, mode: MODES[view.status] || "edit",
    until: view.windows.edit_until || view.windows.supplement_until });

  // ------------------------------------------------------------------ sending

  async function go(body, saving) {
    const { pending, key } = state();
    if (pending) {
      // A submission nobody knows the fate of comes first: it may be in already.
      const earlier = await post(pending, key);
      if (!earlier.refusal) return told(earlier, true);
      persist({ pending: null, key: null });
    }
    const saved = await (work() ? rewrite(body, saving) : create(body, saving));
    if (!saved) return;
    if (work().mode !== "draft") return saving ? showSavedChange(saved) : showChanged(saved);
    if (saving) return showDraft(saved);
    const sent = await ask(address() + "/submit", "{}", bearer());
    if (sent.done) return succeed(sent.done);
    refuse(sent, false);
  }

  async function create(body, saving) {
    const draft = state().draft || { body, key: keyOf(body) }, isFirst = !state().draft;
    persist({ draft });
    const sent = await ask("/api/drafts", draft.body, { "Idempotency-Key": draft.key });
    // New drafts are limited, an application is not: it need not wait for the draft it began as.
    if (sent.busy && !saving) {
      persist({ draft: null });
      return void await send(body);
    }
    if (!sent.unknown || (sent.unsent && isFirst)) persist({ draft: null });
    if (!sent.done) return refuse(sent, saving);
    const saved = adopt(sent.done, sent.done.key, draft.body);
    return draft.body === body ? saved : rewrite(body, saving);
  }

  async function rewrite(body, saving) {
    const lost = state().lost || [], { key, version } = work();
    persist({ lost: [...lost, body] });
    const sent = await ask(address(), body, { ...bearer(), "If-Match": `"${version}"` }, "PUT");
    if (!sent.unknown) persist({ lost: null });
    if (sent.done) return adopt(sent.done, key, body);
    if (!sent.refusal || !sent.refusal.current) return refuse(sent, saving);
    const there = sent.refusal.current.answers, next = { ...work(), version: sent.refusal.version, mode: MODES[sent.refusal.status_now] || work().mode };
    if (lost.every((each) => differences(JSON.parse(each), there).length)) return conflict(there, next);
    // What is there is our own earlier press, whose answer was lost.
    persist({ work: next });
    return rewrite(body, saving);
  }

  function refuse({ refusal, busy, unsent }, saving) {
    if (busy) return tellBusy(busy);
    if (!refusal) return tellNoAnswer(unsent, saving, true);
    const still = work() && refusal.status === 403 && (work().mode === "draft" ? say("still_draft") : say("still_submitted", work()));
    refused(refusal, still);
  }

  // What was typed while the answer was on its way is not saved yet.
  function adopt(view, key, body) {
    const answers = read();
    if (!work()) store.drop(name);
    moveTo(`${name}:${view.number}`);
    persist({ answers, work: workOf(view, key), unsaved: JSON.stringify(answers) !== body, mine: null });
    showWork();
    return view;
  }

  // ------------------------------------------------------------------ what it came to

  function showDraft(view) {
    const found = update().map(({ place, fault }) => ({ field: place, fault }));
    const at = view.history ? view.history[view.history.length - 1].at : view.received_at;
    const shown = filled("draft-view", { ...view, key: work().key, saved_at: at });
    if (isOwn()) shown.querySelector("[data-usual]").remove();
    const list = found.length
      ? make("div", { class: "bq-missing" }, make("h2", {}, say("missing", { count: found.length })), ...byParts(found, ({ field, fault }) => make("li", {},
        linkTo(field), /^(required|must_accept)/.test(fault.words) ? "" : make("small", {}, " ", message(fault)))))
      : make("h2", {}, say("nothing_missing"));
    tellSaved(say("bar_server", { time: timeNow() }));
    panelOf("bq-saved-draft", say("draft_title"), shown, list);
  }

  function showChanged(view) {
    const { act, at } = [...view.history].reverse().find((line) => ["submit", "edit", "supplement"].includes(line.act));
    succeed({ answers: view.answers, number: view.number, key: work().key, version: view.version, answers_sha256: view.answers_sha256,
      received_at: at, mode: act === "submit" ? "" : act });
  }

  // Saved from the bar in the middle of the work: it is in force, and the work goes on.
  function showSavedChange(view) {
    const toReceipt = () => { if (!state().unsaved || confirm(say("leave_sure"))) showChanged(view); };
    tellSaved(say("bar_version", view));
    panelOf("bq-saved-draft", say("receipt_" + work().mode), make("p", {}, say("change_in_force", view)),
      make("p", { class: "bq-buttons" }, button(say("tab_show"), toReceipt)));
  }

  function showWork() {
    const { mode, number } = work(), label = say(mode === "draft" ? "submit" : "form_" + mode);
    const close = mode === "draft" ? button(say("another"), other) : button(say("leave"), leave);
    if (byId("work")) byId("work").remove();
    named(`${say(mode === "draft" ? "title_draft" : "work_" + mode)} — ${ownTitle}`);
    byId("phase").before(make("div", { id: "work", class: "bq-note" }, make("p", {},
      make("strong", {}, say("work_" + mode), " ", make("span", { class: "bq-mono", translate: "no" }, number)), make("br"), say("note_" + mode, work()), " ",
      ruleLink(mode === "supplement" ? "supplement" : "deadline")),
    make("p", { class: "bq-buttons" }, close)));
    sender.textContent = sender.dataset.text = label;
    if (mode === "draft") return;
    saver.parentNode.hidden = form.querySelector(".bq-draft-note").hidden = true;
    byId("heading-send").textContent = say("form_heading");
    form.querySelector("[data-send-note]").textContent = say("form_note");
  }

  function other() {
    if (!confirm(say("other_sure"))) return;
    store.drop(name + ":slot");
    renewSecret();
    location.reload();
  }

  function leave() {
    if (state().unsaved && !confirm(say("leave_sure"))) return;
    forget();
    location.href = "../my/";
  }

  // A window of one's own: after the interview, or by an exception.
  const isOwn = () => work() && work().until && phase() && Date.parse(work().until) !== phase().closes;

  // Midnight is 24.00 of the day before, as everywhere on the site.
  const lastMoment = (iso) => moment(iso.includes("T00:00:00")
    ? new Date(Date.parse(iso.slice(0, 10)) - 1).toISOString().slice(0, 10) + "T24:00:00" : iso);

  function tellOwnWindow() {
    if (!isOwn()) return false;
    const left = Date.parse(work().until) - Date.now() - phase().ahead;
    const params = { until: lastMoment(work().until), left: left > 0 ? duration(left) : "" };
    byId("phase").textContent = say(left > 0 ? "own_until" : "own_over", params);
    byId("phase").className = "bq-phase " + (left > 0 ? "" : "bq-phase-closed");
    tellLeft(left);
    return true;
  }

  // ------------------------------------------------------------------ somebody saved meanwhile

  // The form itself turns answers into words: labels for codes, rows of tables.
  function inWords(answers) {
    fillIn(answers);
    return new Map([...fields].map(([id, field]) => [id, spoken(field, question(id))
      .map(([label, text]) => (field.kind === "table" ? `${label}: ${text}` : text)).join("\n")]));
  }

  function fillIn(answers) {
    form.reset();
    restore(answers);
  }

  function differences(mine, theirs) {
    const now = read(), [ours, others] = [inWords(mine), inWords(theirs)];
    fillIn(now);
    return [...ours].filter(([id, text]) => text !== others.get(id) && !question(id).hidden)
      .map(([id, text]) => [id, text, others.get(id)]);
  }

  function conflict(theirs, next) {
    const mine = read();
    const pair = (title, text) => make("div", {}, make("dt", {}, say(title)), make("dd", { class: "bq-words", dir: "auto" }, text || say("conflict_empty")));
    const sections = differences(mine, theirs).map(([id, ours, others]) => {
      const label = labelOf(question(id));
      const node = make("section", { class: "bq-difference" }, make("h2", {}, make("a", { href: "#" + id }, label)),
        make("dl", {}, pair("conflict_mine", ours), pair("conflict_theirs", others)),
        button(`${say("take_one")}: ${label}`, () => takeOne(id, theirs, node)));
      return node;
    });
    panelOf("bq-summary bq-conflict", say("conflict_title"), make("p", {}, say("conflict_note", next)), ...sections,
      make("p", {}, say("conflict_choice")), make("p", { class: "bq-buttons" },
        button(say("conflict_keep"), () => keep(next), "bq-button"), button(say("conflict_take"), () => take(theirs, next, mine)),
        button(say("download"), download)));
  }

  // One answer of theirs among one's own; what one wrote stays in sight above.
  function takeOne(id, theirs, node) {
    const answers = read();
    if (id in theirs) answers[id] = theirs[id]; else delete answers[id];
    fillIn(answers);
    persist({ answers: read(), unsaved: true });
    update();
    node.querySelector("button").replaceWith(make("p", {}, make("strong", {}, say("taken_one"))));
    announce(say("taken_one"));
    node.querySelector("a").focus();
  }

  function keep(next) {
    persist({ work: next });
    (next.mode === "draft" ? saver : sender).click();
  }

  function take(theirs, next, mine) {
    fillIn(theirs);
    persist({ answers: read(), work: next, unsaved: false, mine });
    update();
    showWork();
    showTaken();
  }

  function showTaken() {
    const given = differences(state().mine, read()).filter(([, ours]) => ours).map(([id, ours]) =>
      make("div", {}, make("dt", {}, labelOf(question(id))), make("dd", { class: "bq-words", dir: "auto" }, ours)));
    panelOf("bq-summary bq-conflict", say("taken"), make("p", {}, say("aside_note")), make("dl", {}, ...given),
      make("p", { class: "bq-buttons" }, button(say("bring_back"), () => {
      fillIn(state().mine);
      persist({ answers: state().mine, unsaved: true, mine: null });
      update();
      byId("problems").remove();
      sender.focus();
    })));
  }

  // ------------------------------------------------------------------ begin

  // What «My application» hands over: in this tab only, and once.
  function handedOver() {
    try {
      const given = JSON.parse(sessionStorage.getItem(name + ":open"));
      sessionStorage.removeItem(name + ":open");
      return given;
    } catch { return null; }
  }

  // Answers what is to be done when the form stands: nothing, or to show what differs.
  function begin() {
    const given = handedOver();
    let clash = null;
    if (given) {
      const next = workOf(given, given.key);
      moveTo(`${name}:${given.number}`);
      const { unsaved, work: old } = state();
      if (!unsaved || !old) persist({ answers: given.answers, work: next, unsaved: false });
      else if (old.version === next.version) persist({ work: next });
      else {
        persist({ work: { ...next, version: old.version } });
        clash = () => conflict(given.answers, next);
      }
    }
    if (work()) showWork();
    return clash || (state().mine ? showTaken : null);
  }

  return { go, begin, tellOwnWindow, showWork };
};
