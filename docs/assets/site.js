// The frame of every page: colours, the time that is left, the rehearsal banner, and the door to search.
const root = document.documentElement;
const words = JSON.parse(document.getElementById("words").textContent);
const element = (id) => document.getElementById(id);

// ---- colours
const dark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
const themeButton = element("theme");
const showTheme = () => themeButton.setAttribute("aria-pressed", String(dark()));
themeButton.addEventListener("click", () => {
  root.dataset.theme = dark() ? "light" : "dark";
  try { localStorage.setItem("baiqau-theme", root.dataset.theme); } catch (refused) { /* kept for this page only */ }
  showTheme();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showTheme);
showTheme();

// ---- search: nothing of it is loaded before somebody opens it
const dialog = element("search");
const openSearch = async () => {
  if (!dialog.open) dialog.showModal();
  element("search-query").select();
  try {
    const search = await import("./search.js");
    await search.start(words.search, words.index);
  } catch (failure) {
    element("search-status").textContent = words.search.failed;
  }
};
element("search-open").addEventListener("click", openSearch);
element("search-close").addEventListener("click", () => dialog.close());
// A search field spends the first Escape on emptying itself.
dialog.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.preventDefault(); dialog.close(); } });
dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
// Single keys disturb those who speak to their computer: WCAG 2.1.4 wants them to be switched off.
const keys = element("search-keys");
try { keys.checked = localStorage.getItem("baiqau-keys") !== "off"; } catch (refused) { /* on */ }
keys.addEventListener("change", () => {
  try { localStorage.setItem("baiqau-keys", keys.checked ? "on" : "off"); } catch (refused) { /* this page only */ }
});
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (!keys.checked || typing || event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
  if (event.key === "/" || event.code === "KeyS") { event.preventDefault(); openSearch(); }
});

// ---- the server's clock
const SIZES = { day: 86400, hour: 3600, minute: 60, second: 1 };

function counted(count, forms) {
  if (count % 10 === 1 && count % 100 !== 11) return forms[0];
  return [2, 3, 4].includes(count % 10) && ![12, 13, 14].includes(count % 100) ? forms[1] : forms[2];
}

/** The two largest units that are not nothing, as wording.duration writes them. */
function duration(seconds) {
  const parts = [];
  for (const [name, size] of Object.entries(SIZES)) {
    const count = Math.floor(seconds / size);
    seconds -= count * size;
    if (count) parts.push(`${count}\u00a0${counted(count, words.units[name])}`);
  }
  return parts.slice(0, 2).join(" ") || `0\u00a0${words.units.second[2]}`;
}

/** Local time is read off the answer's own offset: no zone data of the browser is needed. */
function clock(instant, offset) {
  const local = new Date(instant + offset).toISOString();
  const [year, month, day] = local.slice(0, 10).split("-").map(Number);
  const parts = { year, day, month: words.months[month - 1], clock: local.slice(11, 19) };
  return words.moment.replace(/\{(\w+)\}/g, (_, name) => parts[name]);
}

function offsetOf(iso) {
  const found = /([+-])(\d\d):(\d\d)$/.exec(iso);
  return found ? (found[1] + 1) * (found[2] * 60 + +found[3]) * 60000 : 0;
}

// As rules/window.py: the phase of a page, and the instant that is waited for.
function phaseAt(now, call) {
  const opens = Date.parse(call.opens_at), closes = Date.parse(call.closes_at);
  if (now < opens) return ["upcoming", opens];
  return now < closes ? [closes - now <= words.last_day ? "last_day" : "open", closes] : ["closed", now];
}

function show(now, call) {
  const [phase, end] = phaseAt(now, call);
  if (root.dataset.phase !== phase) {
    root.dataset.phase = phase;
    // The front gave the page of its phase; this page stayed open since.
    for (const part of document.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(phase);
  }
  const left = element("left");
  if (left) {
    element("left-label").textContent = words.left[phase];
    element("left-time").textContent = phase === "closed" ? "" : duration(Math.ceil((end - now) / 1000));
    left.hidden = false;
  }
  if (call.rehearsal) {
    const time = element("rehearsal-now");
    time.textContent = clock(now, offsetOf(call.now));
    element("rehearsal").hidden = false;
  }
}

async function ask() {
  const asked = performance.now();
  const response = await fetch("/api/call", { cache: "no-store" });
  if (!response.ok) throw new Error(response.status);
  const call = await response.json();
  // The answer was true somewhere between asking and receiving.
  return { call, skew: Date.parse(call.now) - (asked + performance.now()) / 2 };
}

try {
  // The form reads the same answer.
  window.baiqauCall = ask();
  const { call, skew } = await window.baiqauCall;
  const tick = () => show(performance.now() + skew, call);
  tick();
  setInterval(tick, 1000);
} catch (unreachable) { /* the printed date stands */ }
