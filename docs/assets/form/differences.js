/** Two sets of answers beside each other; the form itself turns them into words: labels for codes, rows of tables. */
import { spoken } from "./answer_words.js";
import { form } from "./page.js";
import { fields, question, read } from "./questions.js";
import { restore } from "./fill_in_answers.js";

/**
 * Puts these answers into the form, in place of what stands there.
 *
 * @param {Answers} answers
 */
export function fillIn(answers) {
  form.reset();
  restore(answers);
}

/** @param {Answers} answers */
function inWords(answers) {
  fillIn(answers);
  return new Map([...fields].map(([id, field]) => [id, spoken(field, question(id))
    .map(([label, text]) => (field.kind === "table" ? `${label}: ${text}` : text)).join("\n")]));
}

/**
 * Triples of id, the words of `mine` and the words of `theirs`, of the questions in sight that differ.
 *
 * @param {Answers} mine
 * @param {Answers} theirs
 * @returns {[string, string, string | undefined][]}
 */
export function differences(mine, theirs) {
  const now = read(), ours = inWords(mine), others = inWords(theirs);
  fillIn(now);
  return [...ours].filter(([id, text]) => text !== others.get(id) && !question(id).hidden)
    .map(([id, text]) => [id, text, others.get(id)]);
}
