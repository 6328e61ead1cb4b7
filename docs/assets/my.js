/* My application without leaving the page. The server's own pages are fetched and their main part shown:
   one set of words, one template, and the key is never in an address. */
(() => {
  "use strict";
  const asking = document.getElementById("look-up");
  const found = document.getElementById("found");
  const name = `baiqau:${found.dataset.call}`;
  const stored = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };

  // What this tab has open, over a reload and a change of language; never longer than the tab, nor than a receipt's key.
  const tab = {
    get: () => {
      try {
        const one = JSON.parse(sessionStorage.getItem(`${name}:my`));
        return one && one.since <= Date.now() && Date.now() < one.until ? one : null;
      } catch { return null; }
    },
    set: (one) => {
      const since = Date.now(), until = since + Number(found.dataset.keyKept);
      try { sessionStorage.setItem(`${name}:my`, JSON.stringify(one && { ...one, since, until })); } catch { /* it is asked again */ }
    },
  };

  function fill({ number, key = "" }) {
    asking.number.value = number;
    asking.key.value = key;
    asking.key.type = key ? "password" : "text";
  }

  // What came of it owns the page's heading.
  const pageHeading = document.querySelector("main h1"), ownHeading = pageHeading.cloneNode(true);
  pageHeading.tabIndex = -1;
  const head = (heading) => pageHeading.replaceChildren(...heading.cloneNode(true).childNodes);

  // What is shown needs no form above it; another application asks for it again.
  function leave() {
    asking.hidden = false;
    tab.set(null);
    found.replaceChildren();
    head(ownHeading);
    asking.number.focus();
  }

  // A link kept from a draft or a receipt: number and key behind the `#`, which no server ever sees. Then they go.
  function fromAddress() {
    const found = /^#([\w-]+)\.([\w-]+)$/.exec(location.hash);
    if (!found) return null;
    history.replaceState(null, "", location.pathname);
    return { number: found[1], key: found[2] };
  }

  // What was withdrawn is no longer the form's work, nor its receipt proof; its words stay for a new application.
  function letGo(number) {
    const slot = stored(`${name}:slot`), { work, answers } = stored(slot || "") || {};
    try {
      // The same words sent again are another application now (form/secret.js).
      localStorage.removeItem(`${name}:secret`);
      if ((stored(`${name}:receipt`) || {}).number === number) localStorage.removeItem(`${name}:receipt`);
      if (!work || work.number !== number) return;
      if (!stored(name)) localStorage.setItem(name, JSON.stringify({ answers }));
      [slot, `${name}:slot`].forEach((key) => localStorage.removeItem(key));
    } catch { /* what cannot be kept needs no letting go */ }
  }

  async function fetched(address, body) {
    const answer = await fetch(address, { method: "POST", body, cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html"), main = page.querySelector("main .bq");
    main.querySelectorAll("#look-up").forEach((form) => form.remove());
    const heading = main.querySelector("h1");
    if (heading) heading.remove();
    return { ok: answer.ok, title: page.title, heading, main };
  }

  // What is open, and what was written in it, stays: the same button may be pressed again.
  function tellFailure() {
    found.querySelectorAll(".bq-failure").forEach((note) => note.remove());
    const note = Object.assign(document.createElement("p"), { className: "bq-failure", textContent: found.dataset.failure });
    note.setAttribute("role", "alert");
    note.tabIndex = -1;
    found.prepend(note);
    note.focus();
  }

  let opened = null;
  async function show(address, body) {
    try {
      const { ok, title, heading, main } = await fetched(address, body);
      document.title = title;
      if (heading) head(heading);
      if (address === asking.action) {
        opened = ok ? body : null;
        asking.hidden = ok;
        tab.set(ok && { number: body.get("number"), key: body.get("key") });
      }
      found.replaceChildren(...main.childNodes);
      if (ok && body.get("_act") === "withdraw_sure") letGo(address.split("/").pop());
    } catch {
      return tellFailure();
    }
    pageHeading.focus();
    startDocuments(body.get("key") || body.get("_key"));
  }

  const lookUp = () => show(asking.action, new URLSearchParams(new FormData(asking)));

  function openAtOnce() {
    const one = fromAddress() || tab.get();
    if (!one) return;
    fill(one);
    lookUp();
  }

  found.addEventListener("click", (event) => {
    if (!event.target.closest("[data-again]")) return;
    event.preventDefault();
    fill({ number: "" });
    leave();
  });
  // A key put there from the device is not for everybody's eyes; one that is typed is seen.
  asking.key.addEventListener("input", () => { asking.key.type = "text"; });
  asking.addEventListener("submit", (event) => {
    event.preventDefault();
    lookUp();
  });
  addEventListener("hashchange", openAtOnce);

  // A document that arrived changes what is missing, and the history.
  found.addEventListener("baiqau-document", async () => {
    const { ok, main } = await fetched(asking.action, opened);
    for (const part of ok ? main.querySelectorAll("[data-live]") : []) {
      const old = found.querySelector(`[data-live="${part.dataset.live}"]`);
      if (old) old.replaceWith(part);
    }
  });

  found.addEventListener("submit", (event) => {
    const form = event.target, press = event.submitter;
    // Documents have forms of their own.
    if (!form.matches(".bq-acts") || !press) return;
    event.preventDefault();
    if (press.value === "open") return openForm(form);
    const body = new URLSearchParams(new FormData(form));
    body.set("_act", press.value);
    show(form.action, body);
  });

  // The answers go to the form's page in this tab's own memory; where that is refused, the server's page takes over.
  // The form's page is the current version: what was submitted by an earlier one is changed on a page of its own form.
  async function openForm(form) {
    const key = form.elements._key.value;
    try {
      const answer = await fetch(form.action, { headers: { Authorization: `Bearer ${key}` }, cache: "no-store" });
      const { number, version, status, windows, answers, form_version } = await answer.json();
      if (!answer.ok || (status !== "draft" && form_version !== Number(found.dataset.form))) throw new Error();
      sessionStorage.setItem(`${name}:open`, JSON.stringify({ number, key, version, status, windows, answers }));
      location.href = found.dataset.apply;
    } catch {
      const act = document.createElement("input");
      Object.assign(act, { type: "hidden", name: "_act", value: "open" });
      form.append(act);
      form.submit();
    }
  }

  function startDocuments(key) {
    const part = found.querySelector("[data-documents]");
    if (!part) return;
    const start = () => window.baiqauDocuments.mountOn(part, { key, language: document.documentElement.lang });
    if (window.baiqauDocuments) return start();
    const script = document.createElement("script");
    script.src = "/assets/documents.js";
    script.onload = start;
    document.head.append(script);
  }

  // The receipt this device keeps, or the draft it is at work on, waits in the fields; what the tab has open is shown.
  const receipt = stored(`${name}:receipt`), kept = receipt || (stored(stored(`${name}:slot`) || "") || {}).work;
  if (kept && !asking.number.value) fill(kept);
  const note = document.getElementById("key-here");
  note.hidden = !(receipt && receipt.key);
  note.querySelector("button").addEventListener("click", () => {
    window.baiqauForgetKeys(Infinity);
    tab.set(null);
    fill({ number: asking.number.value });
    note.hidden = true;
    if (!asking.hidden) asking.key.focus();
  });
  openAtOnce();
})();
