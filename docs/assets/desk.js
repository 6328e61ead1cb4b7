// The desk with JavaScript: keys for lists and points, and words kept on this device until they are saved.
// Without it every page works the same. No sentence stands here: the page carries them.
(function () {
  "use strict";
  var member = document.body.getAttribute("data-member");
  if (!member) return;
  var PREFIX = "desk:", ROOM = PREFIX + member + ":" + document.body.getAttribute("data-path") + ":";
  var SENT = PREFIX + "sent", DAYS = 14 * 86400000, PAUSE = 1000;
  var store = { get: function (key) { try { return JSON.parse(localStorage.getItem(key)); } catch (error) { return null; } },
                put: function (key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch (error) { /* full, or none */ } },
                drop: function (key) { try { localStorage.removeItem(key); } catch (error) { /* none */ } } };

  function keys(prefix) {
    try { return Object.keys(localStorage).filter(function (key) { return key.indexOf(prefix) === 0; }); } catch (error) { return []; }
  }

  // ---- Words kept on the device

  function fields() {
    return Array.prototype.slice.call(document.querySelectorAll("form[action*='/applications/'] textarea[id]"));
  }

  function action(field) { return field.form.getAttribute("action").split("/").pop() + ":" + field.name; }

  function keep(field, base) {
    if (field.value === base) store.drop(ROOM + action(field));
    else store.put(ROOM + action(field), { text: field.value, base: base, at: Date.now() });
  }

  // What was sent is let go once a page came that does not hand it back.
  function settle() {
    var sent = store.get(SENT);
    store.drop(SENT);
    if (!sent || document.querySelector(".bq-summary")) return;
    sent.forEach(store.drop);
  }

  function old() {
    keys(PREFIX).forEach(function (key) {
      var kept = store.get(key);
      if (kept && kept.at && Date.now() - kept.at > DAYS) store.drop(key);
    });
  }

  function restore() {
    var found = [];
    fields().forEach(function (field) {
      var base = field.defaultValue, kept = store.get(ROOM + action(field));
      if (kept && kept.text === base) store.drop(ROOM + action(field));
      else if (kept && kept.base === base) { field.value = kept.text; found.push(field); }
      else if (kept) beside(field, kept.text);
      field.addEventListener("input", function () { keep(field, base); });
    });
    if (found.length) tell(found);
  }

  // The saved text changed on another device meanwhile: neither is lost.
  function beside(field, text) {
    var note = document.createElement("details"), words = document.createElement("p"), head = document.createElement("summary");
    head.textContent = document.getElementById("desk-restored").getAttribute("data-beside");
    words.textContent = text;
    words.className = "bq-words";
    note.append(head, words);
    field.after(note);
  }

  function tell(found) {
    var note = document.getElementById("desk-restored");
    note.hidden = false;
    note.querySelector("button").addEventListener("click", function () {
      found.forEach(function (field) { field.value = field.defaultValue; store.drop(ROOM + action(field)); });
      note.hidden = true;
    });
  }

  document.addEventListener("submit", function (event) {
    if (/\/sign-out$/.test(event.target.getAttribute("action"))) return keys(PREFIX).forEach(store.drop);
    var mine = fields().filter(function (field) { return field.form === event.target; });
    store.put(SENT, mine.map(function (field) { return ROOM + action(field); }));
  });

  // ---- Keys

  function steps() {
    return Array.prototype.slice.call(document.querySelectorAll(".desk-row > a, .desk-case h2 a, .desk-criterion"));
  }

  function target(step) {
    return step.matches("a") ? step : step.querySelector("input:checked") || step.querySelector("input, textarea");
  }

  function move(by) {
    var all = steps().filter(target), here = all.findIndex(function (step) { return step.contains(document.activeElement); });
    var next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, here + by))];
    if (next) { target(next).focus(); next.scrollIntoView({ block: "nearest" }); }
  }

  var typed = "", timer = 0;

  // «1» and at once «0» are ten.
  function point(digit) {
    var criterion = document.activeElement.closest(".desk-criterion");
    if (!criterion) return false;
    var choose = function (value) { return criterion.querySelector("input[type=radio][value='" + value + "']"); };
    var radio = choose(typed + digit) || choose(digit);
    if (!radio) return false;
    typed = radio.value;
    clearTimeout(timer);
    timer = setTimeout(function () { typed = ""; }, PAUSE);
    radio.checked = true;
    radio.focus();
    return true;
  }

  function send() {
    var form = document.activeElement.closest("form");
    var button = form && form.querySelector("button[type=submit]");
    if (!button || /\/sign-out$/.test(form.getAttribute("action"))) return false;
    form.requestSubmit(button);
    return true;
  }

  function help() {
    var list = document.getElementById("desk-keys");
    list.querySelector("button").onclick = function () { list.close(); };
    if (list.open) list.close(); else list.showModal();
    return true;
  }

  function isWriting(at) { return at.matches("textarea, select, input:not([type=radio]):not([type=checkbox])"); }

  document.addEventListener("keydown", function (event) {
    if (event.altKey || event.defaultPrevented || event.isComposing) return;
    var done = false;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) done = send();
    else if (event.ctrlKey || event.metaKey || isWriting(event.target)) return;
    else if (event.key === "?") done = help();
    else if (event.code === "KeyJ" || event.code === "KeyK") { move(event.code === "KeyJ" ? 1 : -1); done = true; }
    else if (/^[0-9]$/.test(event.key)) done = point(event.key);
    if (done) event.preventDefault();
  });

  settle();
  old();
  restore();
})();
