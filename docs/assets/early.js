// Runs before the first paint: says that scripts run, and puts back the colours the reader chose.
(function (root) {
  root.className = "js";
  try {
    const chosen = localStorage.getItem("baiqau-theme");
    if (chosen) root.dataset.theme = chosen;
  } catch (refused) { /* storage may be forbidden: the system's colours stay */ }
})(document.documentElement);
