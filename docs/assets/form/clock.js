/** The server's clock: the phase of the call, and how long is left. */
import { byId } from "../shared/by_id.js";
import { form } from "./page.js";
import { work } from "./current_application.js";
import { announce, duration, moment, say } from "./words.js";

/**
 * What the server last said, with instants and `ahead` in milliseconds; null until it has.
 *
 * @type {any}
 */
export let phase = null;

async function askedAnew() {
  const answer = await fetch("/api/call", { cache: "no-store" });
  const call = await answer.json();
  return { call, skew: Date.parse(call.now) - performance.now() };
}

/** The frame of the page has asked already; a later question is asked anew. Null where the server did not say. */
export async function askPhase() {
  const asked = window.baiqauCall || askedAnew();
  window.baiqauCall = null;
  try {
    const { call, skew } = await asked;
    const ahead = skew + performance.now() - Date.now();
    phase = { ...call, ahead, opens: Date.parse(call.opens_at), closes: Date.parse(call.closes_at) };
    tellPhase();
    return phase;
  } catch { return null; /* the statement printed in the page stays */ }
}

export function tellPhase() {
  if (!phase || tellOwnWindow()) return;
  const now = Date.now() + phase.ahead, left = phase.closes - now, node = byId("phase");
  const kind = now < phase.opens ? "upcoming" : left <= 0 ? "closed" : left <= 15 * 60000 ? "soon" : "open";
  const params = { left: left > 0 ? duration(left) : "", opens: moment(phase.opens_at), closes: moment(phase.closes_at) };
  node.textContent = say("phase_" + kind, params);
  node.className = "bq-phase bq-phase-" + kind;
  tellLeft(now < phase.opens ? Infinity : left);
}

const LAST_DAY = 24 * 3600000, MINUTES_TOLD = [60, 15, 5, 1];
let passedBefore = 0;

/**
 * In the last day every section's bar says how long is left, by the server's clock; a few times it is said aloud.
 *
 * @param {number} left milliseconds
 */
function tellLeft(left) {
  const text = left > LAST_DAY ? "" : left > 0 ? say("bar_left", { left: duration(left) }) : say("bar_closed");
  form.querySelectorAll(".bq-left").forEach((each) => { each.textContent = text; });
  const passed = left > 0 ? MINUTES_TOLD.filter((minutes) => left <= minutes * 60000).length : MINUTES_TOLD.length + 1;
  if (passed > passedBefore) announce(text);
  passedBefore = passed;
}

/** A window of one's own: after the interview, or by an exception. */
export const isOwn = () => work() && work().until && phase && Date.parse(work().until) !== phase.closes;

/**
 * Midnight is 24.00 of the day before, as everywhere on the site.
 *
 * @param {string} iso
 */
const lastMoment = (iso) => moment(iso.includes("T00:00:00")
  ? new Date(Date.parse(iso.slice(0, 10)) - 1).toISOString().slice(0, 10) + "T24:00:00" : iso);

function tellOwnWindow() {
  if (!isOwn()) return false;
  const left = Date.parse(work().until) - Date.now() - phase.ahead;
  const params = { until: lastMoment(work().until), left: left > 0 ? duration(left) : "" };
  byId("phase").textContent = say(left > 0 ? "own_until" : "own_over", params);
  byId("phase").className = "bq-phase " + (left > 0 ? "" : "bq-phase-closed");
  tellLeft(left);
  return true;
}

/** Whether a press may come now, by the call's window or one's own. */
export function isOpenNow() {
  const now = Date.now() + phase.ahead, own = work() && Date.parse(work().until);
  return own ? now < own : phase.opens <= now && now < phase.closes;
}
