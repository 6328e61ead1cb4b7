/**
 * The panel above the form: problems, a refusal, an outcome nobody knows yet, a saved draft. It takes the focus, and its
 * title is the page's heading while it is in sight.
 */
import { byId, partOf } from "../shared/by_id.js";
import { make } from "../shared/elements.js";
import { form } from "./page.js";
import { showHeading, view } from "./view.js";

export const ownTitle = document.title;
let pageTitle = ownTitle;

/**
 * The title of the page while no panel stands on it.
 *
 * @param {string} title
 */
export function entitle(title) {
  document.title = pageTitle = title;
}

/**
 * @param {Node | string} title
 * @param {...(Node | string | null)} content
 */
export const panel = (title, ...content) => panelOf("bq-summary", title, ...content);

/**
 * @param {string} kind
 * @param {Node | string} title
 * @param {...(Node | string | null)} content
 */
export function panelOf(kind, title, ...content) {
  byId("problems")?.remove();
  // What is long and no refusal is named, not read out whole.
  const role = kind === "bq-summary" ? { role: "alert" } : { role: "group", "aria-label": title };
  const node = make("div", { class: kind, id: "problems", ...role, tabindex: "-1" }, make("h1", {}, title), ...content);
  node.dataset.view = view.id;
  form.prepend(node);
  document.title = `${partOf(node, "h1").textContent} — ${pageTitle}`;
  showHeading();
  node.focus({ preventScroll: true });
  node.scrollIntoView({ block: "start" });
}
