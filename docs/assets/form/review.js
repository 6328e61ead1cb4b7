/** All answers, by section, each with a way to change it; and what is missing or wrong yet. */
import { partOf } from "../shared/by_id.js";
import { make } from "../shared/elements.js";
import { lines, spoken } from "./answer_words.js";
import { data } from "./form_definition.js";
import { ending } from "./page.js";
import { anchor, fieldOf, labelOf, question } from "./questions.js";
import { sectionOf, sectionTitle } from "./sections.js";
import { say } from "./words.js";

export function prepareReview() {
  ending.querySelectorAll(".bq-check").forEach((each) => each.remove());
  partOf(ending, "h2").after(make("div", { class: "bq-review" }));
}

/** @param {PlacedFault[]} problems */
export function showReview(problems) {
  partOf(ending, ".bq-review").replaceChildren(...Object.entries(data.sections).map(([id, ids]) => {
    const open = problems.filter((problem) => sectionOf(problem.place) === id);
    const first = open.length ? make("p", { class: "bq-todo" },
      make("a", { href: "#" + anchor(open[0].place) }, say("review_open", { count: open.length }))) : null;
    const given = ids.filter((field) => !question(field).hidden).map(reviewed);
    return make("section", { class: "bq-printed" }, make("h3", {}, sectionTitle(id)), first, make("dl", {}, ...given));
  }));
}

/** @param {string} id */
function reviewed(id) {
  const field = fieldOf(id), told = spoken(field, question(id)), label = labelOf(question(id));
  if (!told.length) return null;
  const words = told.map(([name, text]) => make("div", {}, field.kind === "table" ? make("b", {}, name + ": ") : null,
    make("span", { class: "bq-words", dir: "auto" }, text)));
  return make("div", {}, make("dt", {}, label), make("dd", {}, make("div", {}, ...words),
    make("a", { class: "bq-change", href: "#" + id }, say("change"), make("span", { class: "bq-unseen" }, ": " + label))));
}

/** The stored answers by section, as they stand below a receipt. */
export const printedAnswers = () => Object.entries(data.sections).map(([id, ids]) => make("section", { class: "bq-printed" },
  make("h3", {}, sectionTitle(id)),
  make("dl", {}, ...lines(ids, true).map(([label, text]) => make("div", {}, make("dt", {}, label),
    make("dd", {}, make("span", { class: "bq-words", dir: "auto" }, text)))))));
