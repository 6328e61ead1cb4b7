/**
 * A press that got no answer is repeated by itself: the same words under the same key, when the line is back, and only
 * while the server says that they may still come.
 */
import { byId } from "../shared/by_id.js";
import { make } from "../shared/elements.js";
import { isSending } from "./busy.js";
import { askPhase, isOpenNow } from "./clock.js";
import { persist, state } from "./device.js";
import { download } from "./download.js";
import { tellRepeat } from "./form_events.js";
import { form } from "./page.js";
import { panel } from "./panel.js";
import { read } from "./questions.js";
import { button, say } from "./words.js";

const REPEAT_MS = 8000, SPREAD_MS = 4000, LINE_IS_BACK_MS = 2000;
/**
 * What waits, or null.
 *
 * @type {{ body: string, saving: boolean } | null}
 */
let waited = null;
/** @type {number | undefined} */
let repeatTimer;

/**
 * Says what is known, and no more; nothing is told twice while the same press is being repeated.
 *
 * @param {boolean | undefined} unsent
 * @param {boolean} saving
 * @param {boolean} [isOfWork]
 */
export function tellNoAnswer(unsent, saving, isOfWork = saving) {
  const title = say(unsent ? "unsent_title" : "unknown_title");
  const old = byId("problems");
  if (!old || old.hidden || old.firstChild?.textContent !== title || !old.querySelector(".bq-waiting")) {
    panel(title, make("p", {}, say(unsent ? "unsent" : isOfWork ? "unknown_save" : "unknown")),
      make("p", { class: "bq-waiting", role: "status" }),
      make("p", { class: "bq-buttons" }, button(say("repeat_now"), repeatPress), button(say("download"), download)));
  }
  stopWaiting();
  waited = { body: JSON.stringify(read()), saving };
  persist({ waits: { ...waited, unsent, isOfWork } });
  tellWaiting("repeats");
  waitFor();
}

// Spread, so that those who wait for the same server do not come together.
function waitFor(ms = REPEAT_MS + Math.random() * SPREAD_MS) {
  clearTimeout(repeatTimer);
  repeatTimer = setTimeout(repeatPress, ms);
}

export function stopWaiting() {
  clearTimeout(repeatTimer);
  waited = null;
  if (state.waits) persist({ waits: null });
}

/** After a press: what waited before it has had its answer. */
export function settleWaiting() {
  if (!waited) stopWaiting();
}

/** A reload does not lose a press that waits: where the line is there again, it is repeated at once. */
export function resumeWaiting() {
  const { unsent, saving, isOfWork } = state.waits;
  tellNoAnswer(unsent, saving, isOfWork);
  if (navigator.onLine !== false) repeatSoon();
}

// Not all at once: a village has one line.
const repeatSoon = () => waitFor(Math.random() * LINE_IS_BACK_MS);

/** @param {string} key */
const tellWaiting = (key) => { const node = form.querySelector(".bq-waiting"); if (node) node.textContent = say(key); };

async function repeatPress() {
  const attempt = waited;
  if (!attempt) return;
  if (isSending) return waitFor();
  const now = navigator.onLine === false ? null : await askPhase();
  if (waited !== attempt) return;
  if (JSON.stringify(read()) !== attempt.body) return giveUp("repeat_changed");
  if (!now) return waitFor();
  if (!isOpenNow()) return giveUp("repeat_closed");
  clearTimeout(repeatTimer);
  waited = null;
  tellRepeat({ body: attempt.body, saving: attempt.saving });
}

/** @param {string} key */
function giveUp(key) {
  stopWaiting();
  tellWaiting(key);
}

addEventListener("online", () => { if (waited) repeatSoon(); });
