/* Documents of one's application: straight from the browser into the bucket, with progress, again and again.
   The server announces, examines and records; this file only carries, and tells what the server said. */
(() => {
  "use strict";
  const make = (tag, attributes, ...children) => {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else if (value !== false && value != null) node.setAttribute(key, value === true ? "" : value);
    }
    node.append(...children.filter((child) => child != null));
    return node;
  };
  const fill = (text, params) => text.replace(/\{(\w+)\}/g, (all, key) => (key in params ? params[key] : all));

  /* What the server refused, as it says it: `messages`. Everything else that goes wrong is a lost connection. */
  class Refusal extends Error {
    constructor(problem) {
      super(problem.title);
      this.isLimit = problem.status === 429;
      this.messages = problem.problems ? problem.problems.map((each) => each.message) : [problem.detail || problem.title, problem.next].filter(Boolean);
    }
  }

  // A line that carries nothing for this long has gone; a slow one that carries is waited for as long as it takes.
  const PATIENCE = 120000;

  /* Posts the file past the site; `progress` hears of it in percent. The promise's `stop` breaks it off.
     What the browser has handed over may lie in a slow line's buffers for as long again as it took so far. */
  function carry(upload, file, progress) {
    const request = new XMLHttpRequest(), began = Date.now();
    let moved = began, stalled = false;
    const watch = setInterval(() => {
      const now = Date.now();
      if (now - moved < Math.max(window.baiqauDocuments.patience, moved - began)) return;
      stalled = true;
      request.abort();
    }, 1000);
    const done = new Promise((resolve, reject) => {
      const body = new FormData();
      for (const [name, value] of Object.entries(upload.fields)) body.append(name, value);
      body.append("file", file);
      request.upload.onprogress = (event) => {
        moved = Date.now();
        if (event.lengthComputable) progress(Math.floor((100 * event.loaded) / event.total));
      };
      request.onloadend = () => clearInterval(watch);
      request.onload = () => (request.status < 300 ? resolve() : reject(new Error(String(request.status))));
      request.onerror = request.ontimeout = () => reject(new Error("network"));
      request.onabort = () => reject(stalled ? new Error("stalled") : new DOMException("stopped", "AbortError"));
      request.open("POST", upload.url);
      request.send(body);
    });
    done.stop = () => request.abort();
    return done;
  }

  /* `view` as the API tells an application; `words` as the server's page carries them (data-documents-data). */
  function mount(element, { number, key, view, words, language }) {
    const say = (name, params = {}) => fill(words.text[name], params);
    const home = `/api/applications/${encodeURIComponent(number)}`;
    const headers = { Authorization: `Bearer ${key}`, "Accept-Language": language, "Content-Type": "application/json" };
    const live = make("p", { class: "bq-unseen", role: "status" });
    const announce = (text) => { live.textContent = text; };
    const rows = new Map();

    async function ask(method, path, body) {
      const answer = await fetch(home + path, { method, headers, body: body && JSON.stringify(body), cache: "no-store" });
      const told = await answer.json();
      // Trouble on the way (5xx) is no verdict on the document.
      if (answer.status >= 500) throw new Error(String(answer.status));
      if (!answer.ok) throw new Refusal(told);
      return told;
    }

    const size = (bytes) => bytes >= 1048576
      ? say("size_mb", { value: (bytes / 1048576).toFixed(1).replace(".", ",") })
      : say("size_kb", { value: Math.max(1, Math.round(bytes / 1024)) });
    const when = (iso) => {
      const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(iso) || [null, iso, ""];
      return `${day.split("-").reverse().join(".")} ${time}`.trim();
    };
    const isOpen = () => Object.values(view.windows || {}).some(Boolean);

    // ---------------------------------------------------------------- what stands there

    function line(sent, row) {
      const fetchIt = async () => {
        try { location.assign((await ask("GET", `/documents/${sent.document}`)).url); }
        catch (error) { row.tell(error instanceof Refusal ? error.messages : [say("no_link")]); }
      };
      return make("li", null, make("bdi", null, sent.filename), " ",
        make("small", null, `${size(sent.size)}, ${say("received", { when: when(sent.received_at) })}`), " ",
        sent.checking ? make("span", { class: "bq-document-state" }, say("being_checked")) : null,
        make("button", { type: "button", class: "bq-plain", onclick: fetchIt,
          "aria-label": say("for_document", { act: say("download"), label: sent.filename }) }, say("download")),
        (sent.in_force || sent.checking) && isOpen() ? chooser(row, say("replace"), sent.filename, sent.document) : null);
    }

    function paint(row) {
      const sent = (view.documents || []).filter((each) => each.kind === row.kind);
      const here = sent.filter((each) => each.in_force || each.checking), refused = sent.filter((each) => each.refused);
      const older = sent.filter((each) => !here.includes(each) && !refused.includes(each));
      const missing = ((view.package || {}).missing || []).includes(row.kind);
      const state = here.some((each) => each.in_force) ? "here" : here.length ? "being_checked" : missing ? "missing" : "optional";
      row.state.className = `bq-document-state bq-document-${state}`;
      row.state.textContent = say(state);
      row.list.replaceChildren(
        ...(here.length ? [make("ul", null, ...here.map((each) => line(each, row)))] : []),
        ...refused.map((each) => make("p", null, make("bdi", null, each.filename), ": ", say("refused"), ". ", say("infected"))),
        ...(older.length ? [make("details", null, make("summary", null, say("older", { count: older.length })),
          make("ul", null, ...older.map((each) => line(each, row))))] : []));
      const more = isOpen() && here.length < row.most;
      row.more.replaceChildren(...(more ? [chooser(row, say(here.length ? "more" : "choose"), row.label, "")] : []));
      row.node.hidden = !isOpen() && !sent.length;
    }

    async function refresh() {
      view = await ask("GET", "");
      rows.forEach(paint);
      watchChecks();
    }

    // What waits for the scanner is asked about again, ever more rarely; the page says at once what came of it.
    let pause = 5000, asking = 0;
    function watchChecks() {
      const waits = (view.documents || []).filter((each) => each.checking);
      if (!waits.length || asking) return;
      asking = setTimeout(async () => {
        asking = 0;
        pause = Math.min(pause * 2, 300000);
        for (const each of waits) await ask("POST", `/documents/${each.document}/received`).catch(() => {});
        await refresh().catch(watchChecks);
      }, pause);
    }

    // ---------------------------------------------------------------- sending

    // What the server would say too, said before a slow connection carries ten megabytes in vain.
    function wrong(file) {
      const ending = file.name.toLowerCase().split(".").pop();
      const known = { jpeg: "jpg", jpe: "jpg", jfif: "jpg" }[ending] || ending;
      const found = [];
      if (!words.extensions.includes(known)) found.push(say("wrong_extension", { allowed: words.extensions.join(", ") }));
      if (!file.size) found.push(say("empty"));
      if (file.size > words.fileMax) found.push(say("too_large", { limit: words.fileMax / 1048576 }));
      return found;
    }

    /* A button that opens the browser's choice of files; what is chosen is sent, in the place of `replaces` if given. */
    function chooser(row, act, label, replaces) {
      const input = make("input", { type: "file", class: "bq-document-file", "aria-label": say("for_document", { act, label }),
        accept: words.extensions.map((each) => `.${each}`).join(",") });
      input.addEventListener("change", () => {
        const [file] = input.files;
        // The same file chosen again is a change too.
        input.value = "";
        if (file) send(row, file, replaces);
      });
      return make("label", { class: replaces ? "bq-document-choose bq-document-replace" : "bq-document-choose" }, input, make("span", null, act));
    }

    async function send(row, file, replaces) {
      const found = wrong(file);
      if (found.length) return row.tell(found);
      try {
        row.working(say("sending", { name: file.name, percent: 0 }), 0);
        const { document_id: id, upload } = await ask("POST", "/documents",
          { kind: row.kind, filename: file.name, size: file.size, content_type: "", replaces });
        const carried = carry(upload, file, (percent) => row.working(say("sending", { name: file.name, percent }), percent));
        row.stop = carried.stop;
        await carried;
        row.stop = null;
        await check(row, file, id);
      } catch (error) {
        row.stop = null;
        if (error.name === "AbortError") row.tell([say("cancelled", { name: file.name })]);
        else if (error instanceof Refusal) row.tell(error.messages, error.isLimit && (() => send(row, file, replaces)));
        else row.tell([say("lost", { name: file.name })], () => send(row, file, replaces));
      }
    }

    async function check(row, file, id) {
      row.working(say("checking", { name: file.name }));
      let record;
      try {
        record = await ask("POST", `/documents/${id}/received`);
      } catch (error) {
        if (error instanceof Refusal && !error.isLimit) throw error;
        return row.tell(error.messages || [say("unchecked", { name: file.name })], () => check(row, file, id).catch((e) => row.tell(e.messages)));
      }
      row.tell([]);
      announce(say(record.document !== id ? "twin" : record.checking ? "waits" : "done", { name: file.name }));
      if (record.document !== id) row.tell([say("twin", { name: file.name })]);
      await refresh().catch(() => {});
      element.dispatchEvent(new Event("baiqau-document", { bubbles: true }));
      (row.node.querySelector(".bq-document-more input") || row.node.querySelector("input")).focus();
    }

    // ---------------------------------------------------------------- a kind of document

    function build({ kind, label, most }) {
      const row = { kind, label, most, stop: null };
      const bar = make("progress", { max: 100, "aria-label": label });
      const text = make("p", { class: "bq-hint" });
      const cancel = make("button", { type: "button", class: "bq-plain", onclick: () => row.stop && row.stop() }, say("cancel"));
      const busy = make("div", { class: "bq-document-busy", hidden: true }, text, bar, cancel);
      const told = make("div", { class: "bq-error", hidden: true, tabindex: "-1" });
      row.state = make("span");
      row.list = make("div");
      row.more = make("div", { class: "bq-document-more" });
      const enable = (on) => row.node.querySelectorAll("input[type=file]").forEach((input) => { input.disabled = !on; });
      row.working = (said, percent) => {
        told.hidden = true;
        busy.hidden = false;
        enable(false);
        text.textContent = said;
        if (percent === undefined) bar.removeAttribute("value"); else bar.value = percent;
        cancel.hidden = percent === undefined;
        if (!(percent % 25)) announce(said);
      };
      row.tell = (messages, retry) => {
        busy.hidden = true;
        enable(true);
        told.hidden = !messages.length;
        told.replaceChildren(...messages.map((each) => make("p", null, each)),
          ...(retry ? [make("button", { type: "button", class: "bq-button", onclick: retry }, say("retry"))] : []));
        if (messages.length) told.focus();
      };
      row.node = make("section", { class: "bq-document", "aria-labelledby": `document-${kind}-label` },
        make("h3", { id: `document-${kind}-label` }, label, " ", row.state), row.list, told, busy, row.more);
      return row;
    }

    for (const each of words.kinds) {
      const row = build(each);
      rows.set(each.kind, row);
      paint(row);
    }
    const head = [...element.children].filter((child) => child.matches("h2, p, link"));
    watchChecks();
    element.replaceChildren(...head, live, ...[...rows.values()].map((row) => row.node));
    return { refresh };
  }

  window.baiqauDocuments = {
    mount,
    patience: PATIENCE,
    /* For an element that the server's page filled: its own data, and the key the applicant typed. */
    mountOn(element, { key, language }) {
      const data = JSON.parse(element.querySelector("[data-documents-data]").textContent);
      return mount(element, { number: data.view.number, key, view: data.view, words: data.words, language });
    },
  };
})();
