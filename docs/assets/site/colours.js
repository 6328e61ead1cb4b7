/** Light or dark: the system's, until the reader chooses (early.js puts the choice back before the first paint). */
import { byId } from "../shared/by_id.js";
import { root } from "./frame.js";

const systemsDark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : systemsDark.matches);
const themeButton = byId("theme");
const showTheme = () => themeButton.setAttribute("aria-pressed", String(isDark()));

themeButton.addEventListener("click", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  try { localStorage.setItem("baiqau-theme", root.dataset.theme); } catch { /* kept for this page only */ }
  showTheme();
});
systemsDark.addEventListener("change", showTheme);
showTheme();
