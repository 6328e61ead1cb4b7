/** Every problem beside its question, and the list of them by section at the top, with the focus. */
import { byId } from "../shared/by_id.js";
import { make } from "../shared/elements.js";
import { update } from "./form_update.js";
import { panel } from "./panel.js";
import { hideProblem, isMissing, showProblem, shown } from "./problem_marks.js";
import { anchor } from "./questions.js";
import { byParts, linkTo } from "./sections.js";
import { say } from "./words.js";

/**
 * `server` where it is the server that named the problems.
 *
 * @param {Problem[]} problems
 * @param {boolean} server
 * @param {string} [language]
 */
export function showAll(problems, server, language) {
  [...shown.keys()].forEach(hideProblem);
  /** @type {Map<string, Problem[]>} */
  const grouped = new Map();
  problems.forEach((each) => grouped.set(each.field, [...(grouped.get(each.field) || []), each]));
  grouped.forEach((found, place) => {
    shown.set(anchor(place), { server });
    showProblem(anchor(place), found.map((each) => each.message).join(" "), found[0].code, language);
  });
  const missing = problems.filter((each) => isMissing(each.code)).length, wrong = problems.length - missing;
  const counts = [wrong && say("wrong_count", { count: wrong }), missing && say("missing_count", { count: missing })];
  panel(counts.filter(Boolean).join(". "), make("p", {}, say("advice")), ...byParts(problems, ({ field, message }) =>
    make("li", {}, linkTo(field), ": ", make("span", { lang: language }, message))));
  byId("problems")?.classList.toggle("bq-quiet", !wrong);
  document.title = `${say("prefix")}: ${document.title}`;
  update();
}
