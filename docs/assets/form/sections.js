/** Sections of the form, and lists of places in them. */
import { byId } from "../shared/by_id.js";
import { make } from "../shared/elements.js";
import { data } from "./data.js";
import { anchor, labelOf, question, rowsOf } from "./questions.js";

export const sectionOf = (place) => Object.keys(data.sections).find((id) => data.sections[id].includes(place.split("[")[0]));
export const sectionTitle = (id) => byId("heading-" + id).lastChild.textContent.trim();

export function placeLabel(place) {
  const cell = /^(\w+)\[(\d+)\](?:\.(\w+))?$/.exec(place), q = question(anchor(place));
  if (!cell) return q ? labelOf(q) : place;
  const row = question(cell[1]) && rowsOf(cell[1])[cell[2]];
  const rowLabel = row ? row.querySelector("legend").innerText.trim() : place;
  return q ? `${rowLabel}: ${labelOf(q)}` : rowLabel;
}

/** A link to the question, or its words where it is not on the page. */
export const linkTo = (place) =>
  (byId(anchor(place)) ? make("a", { href: "#" + anchor(place) }, placeLabel(place)) : placeLabel(place));

/** A list for each section, of what `line` makes of each problem; where there are many lines they are folded. */
export function byParts(problems, line) {
  const parts = new Map(), isOpen = problems.length <= data.mostOpen;
  problems.forEach((each) => parts.set(sectionOf(each.field), [...(parts.get(sectionOf(each.field)) || []), line(each)]));
  return [...parts].map(([id, items]) => {
    const title = id ? sectionTitle(id) : "…", list = make("ul", {}, ...items);
    return isOpen ? make("div", {}, make("h2", {}, title), list)
      : make("details", {}, make("summary", {}, `${title}: ${items.length}`), list);
  });
}
