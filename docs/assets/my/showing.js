/** The server's pages, fetched and shown in this one. */
import { partOf } from "../shared/by_id.js";
import { make } from "../shared/elements.js";
import { letGo, tab } from "./kept.js";
import { asking, found } from "./page.js";

// What came of it owns the page's heading.
const pageHeading = partOf(document, "main h1"), ownHeading = pageHeading.cloneNode(true);
pageHeading.tabIndex = -1;
/** @param {Node} heading */
const head = (heading) => pageHeading.replaceChildren(...heading.cloneNode(true).childNodes);

/**
 * What the look-up of the application that is shown was posted with.
 *
 * @type {URLSearchParams | null}
 */
let opened = null;
/**
 * Who has an application open has its key: how to get a new one stands beside the empty form only.
 *
 * @param {boolean} isOpen
 */
const setOpened = (isOpen) => {
  asking.hidden = isOpen;
  document.body.classList.toggle("bq-opened", isOpen);
};
/** @type {(key: string) => void} */
let afterwards = () => {};

/**
 * `act` is called with the applicant's key after each page that is shown.
 *
 * @param {(key: string) => void} act
 */
export function whenShown(act) { afterwards = act; }

/**
 * The parts of the page that answers; fails where it is not one of ours.
 *
 * @param {string} address
 * @param {URLSearchParams | null} body
 */
async function fetched(address, body) {
  const answer = await fetch(address, { method: "POST", body, cache: "no-store" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html"), main = page.querySelector("main .bq");
  if (!main) throw new Error(String(answer.status));
  main.querySelectorAll("#look-up").forEach((form) => form.remove());
  const heading = main.querySelector("h1");
  if (heading) heading.remove();
  return { ok: answer.ok, title: page.title, heading, main };
}

// What is open, and what was written in it, stays: the same button may be pressed again.
function tellFailure() {
  found.querySelectorAll(".bq-failure").forEach((note) => note.remove());
  const note = make("p", { class: "bq-failure", role: "alert", tabindex: "-1" }, found.dataset.failure);
  found.prepend(note);
  note.focus();
}

/**
 * @param {Awaited<ReturnType<typeof fetched>>} page
 * @param {string} address
 * @param {URLSearchParams} body
 */
function put({ ok, title, heading, main }, address, body) {
  document.title = title;
  if (heading) head(heading);
  if (address === asking.action) {
    opened = ok ? body : null;
    setOpened(ok);
    tab.set(ok ? { number: String(body.get("number")), key: String(body.get("key")) } : null);
  }
  found.replaceChildren(...main.childNodes);
  if (ok && body.get("_act") === "withdraw_sure") letGo(String(address.split("/").pop()));
}

/**
 * @param {string} address
 * @param {URLSearchParams} body
 */
export async function show(address, body) {
  try {
    put(await fetched(address, body), address, body);
  } catch {
    return tellFailure();
  }
  pageHeading.focus();
  afterwards(body.get("key") || body.get("_key") || "");
}

export async function refreshLiveParts() {
  const { ok, main } = await fetched(asking.action, opened);
  for (const part of ok ? main.querySelectorAll("[data-live]") : []) {
    const old = found.querySelector(`[data-live="${part.dataset.live}"]`);
    if (old) old.replaceWith(part);
  }
}

/** What is shown needs no form above it; another application asks for it again. */
export function leave() {
  setOpened(false);
  tab.set(null);
  found.replaceChildren();
  head(ownHeading);
  asking.number.focus();
}
