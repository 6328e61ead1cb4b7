/* The server's clock. */
let phase = null;

// The frame of the page has asked already; a later question is asked anew. Null where the server did not say.
async function askPhase() {
  const asked = window.baiqauCall || fetch("/api/call", { cache: "no-store" }).then((answer) => answer.json()).then((call) =>
    ({ call, skew: Date.parse(call.now) - performance.now() }));
  window.baiqauCall = null;
  try {
    const { call, skew } = await asked;
    const ahead = skew + performance.now() - Date.now();
    phase = { ...call, ahead, opens: Date.parse(call.opens_at), closes: Date.parse(call.closes_at) };
    tellPhase();
    return phase;
  } catch { return null; /* the statement printed in the page stays */ }
}

function tellPhase() {
  if (!phase) return;
  if (drafts && drafts.tellOwnWindow(phase)) return;
  const now = Date.now() + phase.ahead, left = phase.closes - now, node = byId("phase");
  const kind = now < phase.opens ? "upcoming" : left <= 0 ? "closed" : left <= 15 * 60000 ? "soon" : "open";
  const params = { left: left > 0 ? duration(left) : "", opens: moment(phase.opens_at), closes: moment(phase.closes_at) };
  node.textContent = say("phase_" + kind, params);
  node.className = "bq-phase bq-phase-" + kind;
  tellLeft(now < phase.opens ? Infinity : left);
}

const LAST_DAY = 24 * 3600000, MINUTES_TOLD = [60, 15, 5, 1];
// In the last day every section's bar says how long is left, by the server's clock; a few times it is said aloud.
function tellLeft(left) {
  const text = left > LAST_DAY ? "" : left > 0 ? say("bar_left", { left: duration(left) }) : say("bar_closed");
  form.querySelectorAll(".bq-left").forEach((each) => { each.textContent = text; });
  const passed = left > 0 ? MINUTES_TOLD.filter((minutes) => left <= minutes * 60000).length : MINUTES_TOLD.length + 1;
  if (passed > (tellLeft.passed || 0)) announce(text);
  tellLeft.passed = passed;
}

function duration(ms) {
  let left = Math.ceil(ms / 1000);
  const parts = [];
  for (const [key, size] of [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]]) {
    const whole = Math.floor(left / size);
    left %= size;
    if (whole && (key !== "second" || !parts.length)) parts.push(`${whole}\u00a0${counted(whole, data.units[key])}`);
  }
  return parts.slice(0, 2).join(" ");
}

// As wording.clock writes it: seconds only where there are any.
const clock = (hour, minute, second) => (+second ? `${hour}:${minute}:${second.replace(".000", "").replace(".", ",")}` : `${hour}.${minute}`);

// The server writes instants in the call's zone: no zone data of the browser is needed.
function moment(iso, exact) {
  const [year, month, day, hour, minute, second] = iso.split(/[-T:+]/);
  return say("moment", { year, month: data.months[month - 1], day: +day, time: clock(hour, minute, exact ? second : "") });
}
