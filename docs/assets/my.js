/* My application without leaving the page. The server's own pages are fetched and their main part shown:
   one set of words, one template, and the key is never in an address. */
(() => {
  "use strict";
  const asking = document.getElementById("look-up");
  const found = document.getElementById("found");
  const name = `baiqau:${found.dataset.call}`;
  const stored = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };

  // The receipt this device keeps, or the draft it is at work on.
  const kept = stored(`${name}:receipt`) || (stored(stored(`${name}:slot`) || "") || {}).work;
  if (kept && !asking.number.value) {
    asking.number.value = kept.number;
    asking.key.value = kept.key;
  }

  async function show(address, body) {
    try {
      const answer = await fetch(address, { method: "POST", body, cache: "no-store" });
      const main = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main .bq");
      main.querySelectorAll("#look-up").forEach((form) => form.remove());
      for (const level of [3, 2, 1]) main.querySelectorAll(`h${level}`).forEach((heading) => lower(heading, level + 1));
      found.replaceChildren(...main.childNodes);
    } catch {
      found.textContent = found.dataset.failure;
    }
    (found.querySelector("h2") || found).focus();
    startDocuments(body.get("key") || body.get("_key"));
  }

  // Under this page's own heading everything is one level lower.
  function lower(heading, level) {
    // Documents keep theirs: documents.js builds on them.
    if (heading.closest("[data-documents]")) return;
    const made = document.createElement(`h${level}`);
    for (const { name: key, value } of heading.attributes) made.setAttribute(key, value);
    if (level === 2) made.tabIndex = -1;
    made.append(...heading.childNodes);
    heading.replaceWith(made);
  }

  asking.addEventListener("submit", (event) => {
    event.preventDefault();
    show(asking.action, new URLSearchParams(new FormData(asking)));
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
  async function openForm(form) {
    const key = form.elements._key.value;
    try {
      const answer = await fetch(form.action, { headers: { Authorization: `Bearer ${key}` }, cache: "no-store" });
      const { number, version, status, windows, answers } = await answer.json();
      if (!answer.ok) throw new Error();
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
})();
