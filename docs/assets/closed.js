/* The application's page of a closed call: no form, unless words, a receipt or an application at work are on this device.
   Then the form is fetched: words can be taken away, and what a window of one's own allows can be done. */
(() => {
  "use strict";
  const place = document.getElementById("form-place"), name = `baiqau:${place.dataset.call}`;
  const show = (id) => { document.getElementById(id).hidden = false; };
  const stored = (kept, key) => { try { return JSON.parse(kept().getItem(key)); } catch { return null; } };
  const local = (key) => stored(() => localStorage, key);
  const { answers, work, pending } = local(local(`${name}:slot`) || name) || {};
  // What «My application» has just opened: form/handing_over.js reads it.
  const opened = stored(() => sessionStorage, `${name}:open`);
  const ends = opened ? Object.values(opened.windows || {}) : [work && work.until];
  if (!opened && !answers && !work && !pending && !local(`${name}:receipt`) && !local(`${name}:aside`)) return;

  async function isOwnWindowOpen() {
    try {
      const { call } = await window.baiqauCall;
      // A press whose answer never came may be repeated: the server knows it.
      return Boolean(pending) || ends.some((end) => end && Date.parse(call.now) < Date.parse(end));
    } catch {
      return true;  // The server refuses what comes too late; nobody is kept from trying.
    }
  }

  function run(parts) {
    for (const { src, type } of parts) document.body.append(Object.assign(document.createElement("script"), { src, type, async: false }));
  }

  async function bring() {
    const answer = await fetch(place.dataset.form);
    if (!answer.ok) throw new Error(answer.status);
    const { head, body } = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.append(...head.childNodes, ...body.childNodes);
    if (!(await isOwnWindowOpen())) {
      place.dataset.over = "";
      if (answers) show("words-here");
    }
    run(place.querySelectorAll("script[src]"));
  }

  bring().catch(() => show("words-unread"));
})();
