/** Sections of the form, and lists of places in them. */
import { byId, partOf } from "../shared/by_id.js";
import { make } from "../shared/elements.js";
import { data } from "./form_definition.js";
import { anchor, labelOf, question, rowsOf } from "./questions.js";

/**
 * The id of the section a place belongs to.
 *
 * @param {string} place
 */
export const sectionOf = (place) => Object.keys(data.sections).find((id) => data.sections[id].includes(place.split("[")[0]));
/** @param {string} id */
export const sectionTitle = (id) => /** @type {Text} */ (byId("heading-" + id).lastChild).data.trim();

/** @param {string} place */
export function placeLabel(place) {
  const cell = /^(\w+)\[(\d+)\](?:\.(\w+))?$/.exec(place), q = question(anchor(place));
  if (!cell) return q ? labelOf(q) : place;
  const row = question(cell[1]) && rowsOf(cell[1])[Number(cell[2])];
  const rowLabel = row ? partOf(row, "legend").innerText.trim() : place;
  return q ? `${rowLabel}: ${labelOf(q)}` : rowLabel;
}

/**
 * A link to the question, or its words where it is not on the page.
 *
 * @param {string} place
 */
export const linkTo = (place) =>
  (byId(anchor(place)) ? make("a", { href: "#" + anchor(place) }, placeLabel(place)) : placeLabel(place));

/**
 * A list for each section, of what `line` makes of each problem; where there are many lines they are folded.
 *
 * @template {{ field: string }} P
 * @param {P[]} problems
 * @param {(problem: P) => HTMLElement} line
 */
export function byParts(problems, line) {
  const /** @type {Map<string | undefined, HTMLElement[]>} */ parts = new Map(), isOpen = problems.length <= data.mostOpen;
  problems.forEach((each) => parts.set(sectionOf(each.field), [...(parts.get(sectionOf(each.field)) || []), line(each)]));
  return [...parts].map(([id, items]) => {
    const title = id ? sectionTitle(id) : "…", list = make("ul", {}, ...items);
    return isOpen ? make("div", {}, make("h2", {}, title), list)
      : make("details", {}, make("summary", {}, `${title}: ${items.length}`), list);
  });
}
