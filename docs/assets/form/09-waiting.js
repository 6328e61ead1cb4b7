/* A press that got no answer is repeated by itself: the same words under the same key, when the line is back, and only while
   the server says that they may still come. */
const REPEAT_MS = 8000, SPREAD_MS = 4000;
let waited = null;

// Says what is known, and no more; nothing is told twice while the same press is being repeated.
function tellNoAnswer(unsent, saving, isOfWork = saving) {
  const title = say(unsent ? "unsent_title" : "unknown_title");
  const old = byId("problems");
  if (!old || old.hidden || old.firstChild.textContent !== title || !old.querySelector(".bq-waiting")) {
    panel(title, make("p", {}, say(unsent ? "unsent" : isOfWork ? "unknown_save" : "unknown")), make("p", { class: "bq-waiting", role: "status" }),
      make("p", { class: "bq-buttons" }, button(say("repeat_now"), () => repeatPress()), button(say("download"), download)));
  }
  stopWaiting();
  waited = { body: JSON.stringify(read()), saving };
  persist({ waits: { ...waited, unsent, isOfWork } });
  tellWaiting("repeats");
  wait();
}

function wait() {
  clearTimeout(waited.timer);
  waited.timer = setTimeout(repeatPress, REPEAT_MS + Math.random() * SPREAD_MS);
}

function stopWaiting() {
  if (waited) clearTimeout(waited.timer);
  waited = null;
  if (state.waits) persist({ waits: null });
}

// A reload does not lose a press that waits: where the line is there again, it is repeated at once.
function resumeWaiting() {
  const { unsent, saving, isOfWork } = state.waits;
  tellNoAnswer(unsent, saving, isOfWork);
  if (navigator.onLine !== false) repeatSoon();
}

function repeatSoon() {
  clearTimeout(waited.timer);
  // Not all at once: a village has one line.
  waited.timer = setTimeout(repeatPress, Math.random() * 2000);
}

const tellWaiting = (key) => { const node = form.querySelector(".bq-waiting"); if (node) node.textContent = say(key); };

async function repeatPress() {
  const attempt = waited;
  if (!attempt || sending) return attempt && wait();
  const now = navigator.onLine === false ? null : await askPhase();
  if (waited !== attempt) return null;
  if (JSON.stringify(read()) !== attempt.body) return giveUp("repeat_changed");
  if (!now) return wait();
  if (!isOpenNow()) return giveUp("repeat_closed");
  clearTimeout(attempt.timer);
  waited = null;
  return press(attempt.body, attempt.saving, attempt.saving ? saver : sender);
}

function giveUp(key) {
  stopWaiting();
  tellWaiting(key);
}

function isOpenNow() {
  const now = Date.now() + phase.ahead, own = state.work && Date.parse(state.work.until);
  return own ? now < own : phase.opens <= now && now < phase.closes;
}

addEventListener("online", () => { if (waited) repeatSoon(); });
