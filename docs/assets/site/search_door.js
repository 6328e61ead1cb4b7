/** Search: nothing of it is loaded before somebody opens it. */
import { byId } from "../shared/by_id.js";
import { words } from "./frame.js";

/** @type {HTMLDialogElement} */
const dialog = byId("search");

/** @type {HTMLInputElement} */
const query = byId("search-query");

/**
 * `load` fetches the search itself.
 *
 * @param {() => Promise<{ start: (words: SearchWords, index: string) => Promise<void> }>} load
 */
export function openSearchWith(load) {
  const open = async () => {
    if (!dialog.open) dialog.showModal();
    query.select();
    try {
      const search = await load();
      await search.start(words.search, words.index);
    } catch {
      byId("search-status").textContent = words.search.failed;
    }
  };
  byId("search-open").addEventListener("click", open);
  openByKeys(open);
}

byId("search-close").addEventListener("click", () => dialog.close());
// A search field spends the first Escape on emptying itself.
dialog.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.preventDefault(); dialog.close(); } });
dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

/**
 * Single keys disturb those who speak to their computer: WCAG 2.1.4 wants them to be switched off.
 *
 * @param {() => void} open
 */
function openByKeys(open) {
  /** @type {HTMLInputElement} */
  const keys = byId("search-keys");
  try { keys.checked = localStorage.getItem("baiqau-keys") !== "off"; } catch { /* on */ }
  keys.addEventListener("change", () => {
    try { localStorage.setItem("baiqau-keys", keys.checked ? "on" : "off"); } catch { /* this page only */ }
  });
  document.addEventListener("keydown", (event) => {
    const typing = /** @type {HTMLElement} */ (event.target).closest("input, textarea, select, [contenteditable]");
    if (!keys.checked || typing || event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    if (event.key === "/" || event.code === "KeyS") { event.preventDefault(); open(); }
  });
}
