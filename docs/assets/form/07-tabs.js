/* Other tabs of this device: they keep their words in the same place. Nothing of theirs is overwritten unseen. */
// What this tab last read from its place or wrote there, as text: any other text there is another tab's.
let seen = textAt(slot);
// The last attempt any tab made and got through, as this tab knew it when it began or when it sent one itself.
let knownSending = store.get(name + ":sent");
const ASIDE = name + ":aside";

function textAt(place) {
  return tried((kept) => kept.getItem(place));
}

// Where another tab wrote since, and what; a draft it saved on the server has moved on to a place of its own.
function fromOtherTab() {
  const there = textAt(slot);
  if (there !== null) return there === seen ? null : { place: slot, kept: JSON.parse(there) };
  const place = store.get(name + ":slot") || name, kept = seen !== null && slot === name && place !== name && store.get(place);
  return kept ? { place, kept } : null;
}

// Answers of the server name numbers as numbers, in an order of their own.
const inOneForm = (field, value) => (field.columns
  ? (value || []).map((row) => field.columns.map((column) => inOneForm(column, row[column.id])))
  : typeof value === "number" ? String(value) : value || "");
const sameWords = (mine, theirs = {}) => data.fields.every((field) =>
  JSON.stringify(inOneForm(field, mine[field.id])) === JSON.stringify(inOneForm(field, theirs[field.id])));

// True when the words are the same, so that this tab may go on where the other one stands; else the reader chooses.
function agree() {
  const other = fromOtherTab();
  if (!other) return true;
  if (!sameWords(read(), other.kept.answers)) return offer(other);
  goOn(other.place, other.kept);
  return true;
}

function goOn(place, kept) {
  [slot, state, seen] = [place, kept, textAt(place)];
  aside(null);
  if (byId("other-tab")) byId("other-tab").remove();
  if (drafts && state.work) drafts.showWork();
}

function offer(other) {
  aside(read());
  tellOfTab(say("tab_changed"), say("tab_note"), button(say("tab_take"), () => takeTheirs()), button(say("tab_keep"), () => keepMine(other)),
    button(say("download"), download));
  return false;
}

function tellOfTab(title, text, ...buttons) {
  if (byId("other-tab")) return;
  byId("phase").after(make("div", { id: "other-tab", class: "bq-note", role: "group", "aria-label": title, tabindex: "-1" },
    make("p", {}, make("strong", {}, title), " ", text), make("p", { class: "bq-buttons" }, ...buttons)));
  announce(`${title} ${text}`);
}

function showReceiptOfOther() {
  save();
  location.reload();
}

function takeTheirs() {
  dirty = false;
  aside(null);
  location.reload();
}

// Read anew: the other tab may have written again since.
function keepMine(other) {
  const { place, kept } = fromOtherTab() || other;
  goOn(slot, place === slot ? kept : state);
  if (place !== slot) store.set(name + ":slot", slot);
  dirty = true;
  save();
}

// One's own words outlive a crash in this tab's memory while they may not go into the common place.
function aside(answers) {
  try {
    if (answers) sessionStorage.setItem(ASIDE, JSON.stringify(answers)); else sessionStorage.removeItem(ASIDE);
  } catch { /* then they stand in the form only */ }
}

function bringAside() {
  let mine = null;
  try { mine = JSON.parse(sessionStorage.getItem(ASIDE)); } catch { /* nothing can lie there */ }
  if (!mine) return;
  aside(null);
  form.reset();
  restore(mine);
  dirty = true;
  if (!state.answers || sameWords(mine, state.answers)) return;
  seen = "";
  agree();
}

const sentElsewhere = () => {
  const sent = store.get(name + ":sent");
  return sent && sent !== knownSending ? sent : null;
};

function rememberSending(key) {
  knownSending = key;
  store.set(name + ":sent", key);
}

// The same words from any tab of this device are one press: a secret of the device and a digest of the words. Tabs learn
// of each other's writing a moment late, so nothing that is decided on the last second can be relied upon.
const renewSecret = () => store.set(name + ":secret", newKey());
const keepSecret = () => store.get(name + ":secret") || renewSecret();
if (state.answers) keepSecret();
function keyOf(body) {
  const secret = store.get(name + ":secret") || newKey();
  let [one, two] = [2166136261, 374761393];
  for (let i = 0; i < body.length; i += 1) {
    one = Math.imul(one ^ body.charCodeAt(i), 16777619);
    two = Math.imul(two ^ body.charCodeAt(i), 2246822519);
  }
  return [secret, one >>> 0, two >>> 0].map((part) => part.toString(36)).join("-");
}

// One tab sends at a time, where the browser can arrange it; where not, the common key still makes one press of two.
const inTurn = (act) => (navigator.locks ? navigator.locks.request(name, act) : act());

addEventListener("storage", ({ key }) => {
  if (key && !key.startsWith(name)) return;
  const receipt = store.get(name + ":receipt");
  if (sentElsewhere() && receipt && !form.hidden && textAt(slot) === null) {
    if (byId("other-tab")) byId("other-tab").remove();
    tellOfTab(say("tab_sent", receipt), "", button(say("tab_show"), showReceiptOfOther));
  } else if (!form.hidden) agree();
});
