// Search, loaded when it is first opened: Material's own worker and lunr, and the index of the page's language.
import { byId } from "./shared/by_id.js";

/**
 * Where a word was found, as Material's worker answers; `title` and `text` are HTML with the found words in <mark>.
 *
 * @typedef {{ location: string, title: string, text: string, score: number }} Found
 */

const WORKER = new URL("javascripts/workers/search.js", import.meta.url);
/** @type {HTMLInputElement} */
const query = byId("search-query");
const status = byId("search-status");
const list = byId("search-results");
const SETUP = 0, QUERY = 2, RESULT = 3;
/** @type {Record<string, number | undefined>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const MOST_OF_A_PAGE = 3;
/** @type {Promise<void> | undefined} */
let started;

/**
 * Resolves when the index can be asked. Started once; a second call waits for the first.
 *
 * @param {SearchWords} words
 * @param {string} index its address
 */
export function start(words, index) {
  started ||= begin(words, index).catch((failure) => { started = undefined; throw failure; });
  return started;
}

/**
 * @param {SearchWords} words
 * @param {string} index
 */
async function begin(words, index) {
  const response = await fetch(index);
  if (!response.ok) throw new Error(String(response.status));
  const worker = new Worker(WORKER);
  const { config, docs } = await response.json();
  /** @type {Promise<void>} */
  const ready = new Promise((done, failed) => {
    worker.onerror = failed;
    worker.onmessage = ({ data }) => (data.type === RESULT ? show(data.data.items, words) : done());
  });
  worker.postMessage({ type: SETUP, data: { config, docs, options: { suggest: false } } });
  await ready;
  const ask = () => (query.value.trim() ? worker.postMessage({ type: QUERY, data: query.value }) : show(null, words));
  query.addEventListener("input", ask);
  byId("search-form").addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  byId("search").addEventListener("keydown", walk);
  ask();
}

/**
 * @param {Found[][] | null} groups what was found, by page; null while nothing is asked
 * @param {SearchWords} words
 */
function show(groups, words) {
  /** @param {Found[]} group */
  const best = (group) => {
    const page = group.find((entry) => !entry.location.includes("#"));
    return group.filter((entry) => entry.score > 0).slice(0, MOST_OF_A_PAGE).map((entry) => ({ ...entry, page }));
  };
  const found = (groups || []).flatMap(best);
  list.replaceChildren(...found.map(entry));
  if (!groups) status.textContent = "";
  else status.textContent = found.length ? words.found.replace("#", String(found.length)) : words.none;
}

/** @param {Found & { page?: Found }} found */
function entry({ location, title, text, page }) {
  const item = document.createElement("li");
  const link = item.appendChild(document.createElement("a"));
  link.href = `/${location}`;
  const heading = link.appendChild(document.createElement("strong"));
  if (page && page.location !== location) heading.append(...plain(page.title), " › ");
  heading.append(...marked(title));
  link.appendChild(document.createElement("span")).append(...marked(excerpt(text)));
  return item;
}

/**
 * The words of a piece of HTML, with the worker's <mark> kept and every other tag dropped.
 *
 * @param {string} html
 */
function marked(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html").body;
  const walker = document.createTreeWalker(parsed, NodeFilter.SHOW_TEXT);
  const pieces = [];
  while (walker.nextNode()) {
    const text = /** @type {Text} */ (walker.currentNode);
    if (text.parentElement?.closest("mark")) {
      const mark = document.createElement("mark");
      mark.textContent = text.data;
      pieces.push(mark);
    } else pieces.push(text.data + (text.nextSibling ? "" : " "));
  }
  return pieces;
}

/** @param {string} html */
const plain = (html) => marked(html).map((piece) => (typeof piece === "string" ? piece : piece.textContent));

/**
 * About a line around the first hit; the cut never falls inside a tag.
 *
 * @param {string} html
 */
function excerpt(html) {
  const plain = html.replace(/<(?!\/?mark>)[^>]*>/g, " ");
  const hit = Math.max(0, plain.indexOf("<mark>"));
  const start = hit > 70 ? plain.indexOf(" ", hit - 60) + 1 : 0;
  const end = plain.indexOf(" ", Math.max(hit + 120, start + 180));
  const piece = plain.slice(start, end < 0 ? undefined : end);
  return (start ? "… " : "") + piece + (end < 0 ? "" : " …");
}

/** @param {KeyboardEvent} event */
function walk(event) {
  const step = STEPS[event.key];
  if (!step) return;
  const stops = [query, ...list.querySelectorAll("a")];
  const next = stops[stops.findIndex((stop) => stop === document.activeElement) + step];
  if (next) { event.preventDefault(); next.focus(); }
}
