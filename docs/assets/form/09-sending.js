/* Sending. */
let sending = false;
let stopped = "";

// `unknown` unless our own server surely answered: nobody is told "no" when it may be "yes". So is 429: this press did
// nothing, but one before it may have; a short wait is waited out.
// A line that is down before anything left is surely a «not sent».
async function ask(path, body, headers, method = "POST", again = 2) {
  if (navigator.onLine === false) return { unknown: true, unsent: true };
  let pause = 0;
  const abort = new AbortController(), timer = setTimeout(() => abort.abort(), patience(body));
  try {
    const all = { "Content-Type": "application/json", "Accept-Language": data.lang, ...headers };
    const answer = await fetch(path, { method, headers: all, body, signal: abort.signal, cache: "no-store" });
    const told = await answer.json();
    if (answer.ok && told.number) return { done: told };
    if (answer.status === 429) {
      pause = Number(answer.headers.get("Retry-After"));
      if (!again || !(pause <= LONGEST_PAUSE)) return { unknown: true, busy: told };
    } else if (answer.status >= 400 && answer.status < 500 && told.title) return { refusal: told };
  } catch { /* no answer, or not ours */ } finally { clearTimeout(timer); }
  if (!pause) return { unknown: true };
  announce(say("waiting", { time: duration(pause * 1000) }));
  // Not all at once: those who were refused together come back apart.
  await new Promise((done) => { setTimeout(done, (pause + Math.random()) * 1000); });
  return ask(path, body, headers, method, again - 1);
}
const LONGEST_PAUSE = 10;
// The words go up and come back in the receipt: at a thousand bytes a second and no slower.
const patience = (body) => 40000 + 2 * new Blob([body]).size;
const tellBusy = (told) => panel(say("busy_title"), make("p", { lang: writtenIn() }, told.detail || ""), make("p", {}, say("busy")),
  make("p", {}, button(say("download"), download)));
const post = (body, key) => ask("/api/applications", body, { "Idempotency-Key": key });

async function submit(event) {
  const wish = event.submitter || sender, saving = wish !== sender;
  // Without drafts.js drafts and changes go by plain posts.
  if (!drafts && (saving || state.work)) return aim(saving);
  event.preventDefault();
  if (sending) return;
  stopWaiting();
  dirty = true;
  save();
  const body = JSON.stringify(read());
  // A draft may have holes; what is in force may not.
  if ((saving && !changes()) || mayGo(body)) await press(body, saving, wish);
}

async function press(body, saving, wish) {
  busy(wish, say(saving ? "saving" : "sending"));
  try { await inTurn(() => dispatch(body, saving)); } finally {
    busy(wish);
    if (!waited) stopWaiting();
  }
}

// Another tab may have sent, or saved, the same words while this one waited its turn.
function dispatch(body, saving) {
  if (!agree()) return byId("other-tab").focus();
  return drafts && (saving || state.work || state.draft) ? drafts.go(body, saving) : send(body);
}

function aim(saving) {
  if (!state.work) return;
  const { number, key, version, mode } = state.work, act = saving ? "save" : mode === "draft" ? "submit" : mode;
  form.action += "/" + number;
  for (const [field, value] of Object.entries({ _key: key, _version: version, _act: act })) {
    form.append(make("input", { type: "hidden", name: field, value }));
  }
  form.querySelectorAll("[formaction]").forEach((press) => press.removeAttribute("formaction"));
}

// Problems found here stop one press; the same answers pressed again go to the server, which decides.
function mayGo(body) {
  const problems = update().map((each) => ({ field: each.place, message: message(each.fault), code: each.fault.words }));
  if (!problems.length || stopped === body) return true;
  stopped = body;
  showAll(problems, false);
  return false;
}

async function send(body) {
  if (state.pending && state.pending !== body) {
    const earlier = await post(state.pending, state.key);
    if (!earlier.refusal) return told(earlier, true);
    persist({ pending: null, key: null });
  }
  const elsewhere = sentElsewhere(), isFirst = state.pending !== body;
  persist({ pending: body, key: state.key || elsewhere || keyOf(body) });
  const result = await post(body, state.key);
  // What never left is nobody's attempt: other words may be sent next.
  if (result.unsent && isFirst) persist({ pending: null, key: null });
  // The key of another tab's sending finds that application where the words are the same, and no other.
  if (elsewhere && result.refusal && result.refusal.status === 409) return anotherSent();
  told(result, false);
}

function told({ done: receipt, refusal, unknown, unsent, busy: many }, wasEarlier) {
  if (many) return tellBusy(many);
  if (unknown) return tellNoAnswer(unsent, false);
  if (receipt) rememberSending(state.key);
  // A definite answer: the next press is a new attempt.
  persist({ pending: null, key: null });
  if (receipt) return succeed(receipt, wasEarlier);
  renewSecret();
  refused(refusal);
}

function anotherSent() {
  persist({ pending: null, key: null });
  panel(say("tab_sent", store.get(name + ":receipt") || { number: "" }), make("p", {}, say("tab_sent_note")),
    make("p", { class: "bq-buttons" }, button(say("tab_show"), showReceiptOfOther), button(say("tab_send"), () => {
      knownSending = store.get(name + ":sent");
      sender.click();
    }), button(say("download"), download)));
}

function refused({ title, detail, next, type, rule, status, problems }, still) {
  const lang = writtenIn();
  if (problems) return showAll(problems, true, lang);
  const link = rule ? [make("p", {}, make("a", { href: type, lang: data.lang }, say("rule", { title: data.rules[rule] })))] : [];
  const whom = status === 403 && rule !== "window" ? [byId("contact-view").content.cloneNode(true)] : [];
  const step = next && !whom.length ? [make("p", { lang }, next)] : [];
  panel(make("span", { lang }, title), make("p", { lang }, detail || ""), ...step, ...link, ...(still ? [make("p", {}, make("strong", {}, still))] : []), ...whom, make("p", {}, say("words_kept")),
    make("p", {}, button(say("download"), download)));
  askPhase();
}

// `text` while the work goes on; without it, it has ended.
function busy(press, text) {
  sending = !!text;
  form.querySelectorAll("[type=submit], .bq-save").forEach((each) => each.setAttribute("aria-disabled", String(sending)));
  press.dataset.text ||= press.textContent;
  press.textContent = text || press.dataset.text;
  if (text) announce(text);
}
