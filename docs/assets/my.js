/* My application without leaving the page. The server's own pages are fetched and their main part shown:
   one set of words, one template, and the key is never in an address. */
import { byId, partOf } from "./shared/by_id.js";
import { openForm } from "./my/form_opening.js";
import { fromAddress, receiptOf, tab, workOf } from "./my/kept.js";
import { asking, fill, found, posted } from "./my/page.js";
import { leave, refreshLiveParts, show, whenShown } from "./my/showing.js";

const lookUp = () => show(asking.action, posted(asking));

function openAtOnce() {
  const one = fromAddress() || tab.get();
  if (!one) return;
  fill(one);
  lookUp();
}

found.addEventListener("click", (event) => {
  if (!/** @type {HTMLElement} */ (event.target).closest("[data-again]")) return;
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
found.addEventListener("baiqau-document", refreshLiveParts);

found.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target), press = /** @type {HTMLButtonElement} */ (event.submitter);
  // Documents have forms of their own.
  if (!form.matches(".bq-acts") || !press) return;
  event.preventDefault();
  if (press.value === "open") return openForm(form);
  const body = posted(form);
  body.set("_act", press.value);
  show(form.action, body);
});

// Without it the page's own forms carry documents.
whenShown((key) => {
  const part = found.querySelector("[data-documents]");
  if (!part) return;
  import("./documents.js").then(({ mountOn }) => mountOn(part, { key, language: document.documentElement.lang }), () => {});
});

// The receipt this device keeps, or the draft it is at work on, waits in the fields; what the tab has open is shown.
const receipt = receiptOf(), kept = receipt || workOf();
if (kept && !asking.number.value) fill(kept);
const note = byId("key-here");
note.hidden = !(receipt && receipt.key);
partOf(note, "button").addEventListener("click", () => {
  window.baiqauForgetKeys(Infinity);
  tab.set(null);
  fill({ number: asking.number.value });
  note.hidden = true;
  if (!asking.hidden) asking.key.focus();
});
openAtOnce();
