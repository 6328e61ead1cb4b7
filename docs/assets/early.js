// Runs before the first paint, on every page: says that scripts run, puts back the colours the reader chose, and
// forgets keys that stayed their hours: on a device that others use too, the number alone is left of a receipt.
window.baiqauForgetKeys = (now) => {
  try {
    for (const place of Object.keys(localStorage)) {
      if (!/^baiqau:.*:receipt$/.test(place)) continue;
      const { key, since, until, ...rest } = JSON.parse(String(localStorage.getItem(place)));
      // Before `since` the clock was set back.
      if (key && !(since <= now && now < until)) localStorage.setItem(place, JSON.stringify(rest));
    }
  } catch { /* where nothing may be kept, nothing is */ }
};
window.baiqauForgetKeys(Date.now());
(function (root, call) {
  root.className = "js";
  // Words not sent yet, or a draft at work: the frame leads to them, from its first paint on.
  function isUnfinished() {
    /** @param {string} key */
    const stored = (key) => JSON.parse(String(localStorage.getItem(key)));
    const { answers, work, unsaved, pending } = stored(stored(`baiqau:${call}:slot`) || `baiqau:${call}`) || {};
    return pending || (work && work.mode === "draft") || (answers && unsaved !== false);
  }
  try {
    if (call && isUnfinished()) root.classList.add("unfinished");
  } catch { /* nothing is kept there */ }
  try {
    const chosen = localStorage.getItem("baiqau-theme");
    if (chosen) root.dataset.theme = chosen;
  } catch { /* storage may be forbidden: the system's colours stay */ }
})(document.documentElement, document.currentScript?.dataset.call);
