/* Kept on this device. */
// A new application lies under the call's name; a draft or an edit in a place of its own, which `:slot` points at.
let slot = store.get(name + ":slot") || name;
let state = store.get(slot) || {};
let dirty = false;
const changes = () => !!state.work && state.work.mode !== "draft";
// In the bar of every section: what is saved, and where.
function tellSaved(text, isFailure = false) {
  form.querySelectorAll(".bq-saved").forEach((each) => {
    each.textContent = text;
    each.classList.toggle("bq-over", isFailure);
  });
}
const timeNow = () => new Date().toTimeString().slice(0, 5).replace(":", ".");
function save() {
  if (!dirty || !agree()) return;
  const kept = persist({ answers: read(), unsaved: true });
  if (kept) aside(null);
  tellSaved(say(kept ? "bar_device" : "not_saved", { time: timeNow() }), !kept);
  if (!save.said) announce(say(kept ? (changes() ? "saved_edit" : "saved") : "not_saved", { time: timeNow() }));
  save.said = kept;
  dirty = false;
}
const saveSoon = later(save, 400);
const recheckSoon = later(() => whenReleased(() => recheck(changed.last, false)), 200);

function persist(change) {
  state = { ...state, ...change };
  const kept = store.set(slot, state);
  keepSecret();
  seen = textAt(slot);
  return kept;
}

// From now on words are kept in this place; those that lie there already become the form's.
function moveTo(place) {
  if (place !== slot) [state, seen] = [store.get(place) || {}, textAt(place)];
  slot = place;
  store.set(name + ":slot", slot);
}

function changed(event) {
  dirty = true;
  saveSoon();
  const q = event && event.target.closest(".bq-q");
  changed.last = q ? q.dataset.q : "";
  recheckSoon();
  if (event && event.target.matches("input, textarea")) count(event.target);
}

function clearDevice() {
  if (!confirm(say("clear_sure"))) return;
  forget();
  const wipe = (kept) => Object.keys(kept).filter((key) => key.startsWith(name)).forEach((key) => kept.removeItem(key));
  tried(wipe);
  tried(() => wipe(sessionStorage));
  location.reload();
}

function forget() {
  dirty = false;
  state = {};
  store.drop(slot);
  store.drop(name + ":slot");
  form.reset();
}

function download() {
  const text = lines().map(([label, value]) => `${label}:\r\n${value}\r\n`).join("\r\n");
  const address = URL.createObjectURL(new Blob(["\ufeff" + text], { type: "text/plain" }));
  make("a", { href: address, download: `${box.dataset.call}.txt` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
