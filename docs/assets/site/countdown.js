/** The server's clock: the time that is left, the parts of the page that belong to the phase, the rehearsal banner. */
import { byId } from "../shared/by_id.js";
import { counted } from "../shared/plural.js";
import { root, words } from "./frame.js";

const SIZES = { day: 86400, hour: 3600, minute: 60, second: 1 };

/**
 * The two largest units that are not nothing, as wording.duration writes them.
 *
 * @param {number} seconds
 */
function duration(seconds) {
  const parts = [];
  let left = seconds;
  for (const [unit, size] of Object.entries(SIZES)) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count) parts.push(`${count}\u00a0${counted(count, words.units[unit])}`);
  }
  return parts.slice(0, 2).join(" ") || `0\u00a0${words.units.second[2]}`;
}

/**
 * Local time is read off the answer's own offset, milliseconds: no zone data of the browser is needed.
 *
 * @param {number} instant
 * @param {number} offset
 */
function clock(instant, offset) {
  const local = new Date(instant + offset).toISOString();
  const [year, month, day] = local.slice(0, 10).split("-").map(Number);
  /** @type {Record<string, string | number>} */
  const parts = { year, day, month: words.months[month - 1], clock: local.slice(11, 19) };
  return words.moment.replace(/\{(\w+)\}/g, (/** @type {string} */ all, /** @type {string} */ part) => parts[part]);
}

/** @param {string} iso */
function offsetOf(iso) {
  const found = /([+-])(\d\d):(\d\d)$/.exec(iso);
  return found ? Number(found[1] + 1) * (Number(found[2]) * 60 + Number(found[3])) * 60000 : 0;
}

/**
 * As rules/window.py: the phase of a page, and the instant that is waited for.
 *
 * @param {number} now
 * @param {{ opens_at: string, closes_at: string }} call
 * @returns {[string, number]}
 */
function phaseAt(now, call) {
  const opens = Date.parse(call.opens_at), closes = Date.parse(call.closes_at);
  if (now < opens) return ["upcoming", opens];
  return now < closes ? [closes - now <= words.last_day ? "last_day" : "open", closes] : ["closed", now];
}

/**
 * @param {number} now
 * @param {any} call what /api/call answers
 */
function show(now, call) {
  const [phase, end] = phaseAt(now, call);
  if (root.dataset.phase !== phase) {
    root.dataset.phase = phase;
    // The front gave the page of its phase; this page stayed open since.
    for (const part of document.querySelectorAll("[data-when]")) part.hidden = !String(part.dataset.when).split(" ").includes(phase);
  }
  const left = byId("left");
  if (left) {
    byId("left-label").textContent = words.left[phase];
    byId("left-time").textContent = phase === "closed" ? "" : duration(Math.ceil((end - now) / 1000));
    left.hidden = false;
  }
  if (call.rehearsal) {
    byId("rehearsal-now").textContent = clock(now, offsetOf(call.now));
    byId("rehearsal").hidden = false;
  }
}

async function ask() {
  const asked = performance.now();
  const response = await fetch("/api/call", { cache: "no-store" });
  if (!response.ok) throw new Error(String(response.status));
  const call = await response.json();
  // The answer was true somewhere between asking and receiving.
  return { call, skew: Date.parse(call.now) - (asked + performance.now()) / 2 };
}

export async function countDown() {
  // The form reads the same answer.
  window.baiqauCall = ask();
  try {
    const { call, skew } = await window.baiqauCall;
    const tick = () => show(performance.now() + skew, call);
    tick();
    setInterval(tick, 1000);
  } catch { /* the printed date stands */ }
}
