/* The application's page of a closed call: no form, unless words, a receipt or an application at work are on this device.
   Then the form is fetched: words can be taken away, and what a window of one's own allows can be done. */
import { byId } from "./shared/by_id.js";
import { local, session } from "./shared/storage.js";

const place = byId("form-place"), own = `baiqau:${place.dataset.call}`;
const { answers, work, pending } = local.get(local.get(`${own}:slot`) || own) || {};
// What «My application» has just opened: form/handing_over.js reads it.
const opened = session.get(`${own}:open`);
const ends = opened ? Object.values(opened.windows || {}) : [work && work.until];

async function isOwnWindowOpen() {
  try {
    const { call } = await /** @type {Promise<{ call: any }>} */ (window.baiqauCall);
    // A press whose answer never came may be repeated: the server knows it.
    return Boolean(pending) || ends.some((end) => end && Date.parse(call.now) < Date.parse(end));
  } catch {
    return true;  // The server refuses what comes too late; nobody is kept from trying.
  }
}

/**
 * A script that came as text does not run; one that is made does, in its turn.
 *
 * @param {Iterable<HTMLScriptElement>} parts
 */
function run(parts) {
  for (const { src, type } of parts) document.body.append(Object.assign(document.createElement("script"), { src, type, async: false }));
}

async function bring() {
  const answer = await fetch(String(place.dataset.form));
  if (!answer.ok) throw new Error(String(answer.status));
  const { head, body } = new DOMParser().parseFromString(await answer.text(), "text/html");
  place.append(...head.childNodes, ...body.childNodes);
  if (!(await isOwnWindowOpen())) {
    place.dataset.over = "";
    if (answers) byId("words-here").hidden = false;
  }
  run(/** @type {NodeListOf<HTMLScriptElement>} */ (place.querySelectorAll("script[src]")));
}

if (opened || answers || work || pending || local.get(`${own}:receipt`) || local.get(`${own}:aside`)) {
  bring().catch(() => { byId("words-unread").hidden = false; });
}
