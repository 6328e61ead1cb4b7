/** One section at a time. The list of sections leads to each, so does every link, and the browser's «Back» leads back. */
import { byId } from "../shared/by_id.js";
import { tellView } from "./form_events.js";
import { box, ending, form } from "./page.js";

export const overview = byId("form-sections");
const sections = [...form.querySelectorAll(".bq-section")];
const views = [overview, ...sections, ending];

/** The section in sight: one of the form's, the list of them, or the answers at the end. */
export let view = overview;

/** @param {HTMLElement} next */
export function openView(next) {
  view = next;
  views.forEach((each) => { each.hidden = each !== next; });
  // A browser that can look into hidden sections finds words there, and opens what it found.
  sections.forEach((each) => { if (each.hidden && "onbeforematch" in each) each.setAttribute("hidden", "until-found"); });
  const told = byId("problems");
  if (told) {
    told.hidden = told.dataset.view !== next.id;
    // It was read out when it came.
    if (told.getAttribute("role") === "alert") told.removeAttribute("role");
  }
  showHeading();
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = document.querySelectorAll(".languages a");
  links.forEach((link) => { link.hash = next === overview ? "" : next.id; });
  tellView();
}

const ownHeading = document.querySelector("main h1"), lead = document.querySelector("main .lead");

/**
 * One heading at a time: the page's own, the panel's, or the receipt's; what leads into the page stands before the
 * sections.
 */
export function showHeading() {
  const told = byId("problems");
  if (ownHeading) ownHeading.hidden = form.hidden || !!(told && !told.hidden);
  if (lead) lead.hidden = form.hidden || view !== overview;
}

/**
 * True when the id is in some view; that view is open then.
 *
 * @param {string} id
 */
function reveal(id) {
  const node = id && byId(id), there = node && views.find((each) => each.contains(node));
  if (there && there !== view) openView(there);
  return !!there;
}

export function beginViews() {
  views.forEach((each) => each.setAttribute("tabindex", "-1"));
  sections.forEach((each) => each.addEventListener("beforematch", () => openView(each)));
  // Before the browser follows the link, so that it finds where to go.
  document.addEventListener("click", (event) => {
    /** @type {HTMLAnchorElement | null} */
    const link = /** @type {HTMLElement} */ (event.target).closest('a[href^="#"]');
    if (link && box.contains(link)) reveal(link.hash.slice(1));
  }, true);
  addEventListener("hashchange", () => { if (!reveal(location.hash.slice(1)) && !location.hash) openView(overview); });
  if (!reveal(location.hash.slice(1))) openView(overview);
  else byId(location.hash.slice(1)).scrollIntoView();
}
