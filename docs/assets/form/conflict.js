/** Somebody saved meanwhile: the reader sees both, and chooses. */
import { byId, partOf } from "../shared/by_id.js";
import { make } from "../shared/elements.js";
import { persist, state } from "./device.js";
import { differences, fillIn } from "./differences.js";
import { download } from "./download.js";
import { update } from "./form_update.js";
import { saver, sender } from "./page.js";
import { panelOf } from "./panel.js";
import { labelOf, question, read } from "./questions.js";
import { announce, button, say } from "./words.js";
import { showWork } from "./current_application.js";

const KIND = "bq-summary bq-conflict";
/** @param {string | undefined} text */
const words = (text) => make("dd", { class: "bq-words", dir: "auto" }, text || say("conflict_empty"));

/**
 * `theirs` are the server's answers, `next` the work that goes on from them.
 *
 * @param {Answers} theirs
 * @param {Work} next
 */
export function showConflict(theirs, next) {
  const mine = read();
  const sections = differences(mine, theirs).map((difference) => differenceSection(difference, theirs));
  panelOf(KIND, say("conflict_title"), make("p", {}, say("conflict_note", next)), ...sections,
    make("p", {}, say("conflict_choice")), make("p", { class: "bq-buttons" },
      button(say("conflict_keep"), () => keep(next), "bq-button"), button(say("conflict_take"), () => take(theirs, next, mine)),
      button(say("download"), download)));
}

/**
 * @param {[string, string, string | undefined]} difference id, and the words of both
 * @param {Answers} theirs
 */
function differenceSection([id, ours, others], theirs) {
  const label = labelOf(question(id));
  const node = make("section", { class: "bq-difference" }, make("h2", {}, make("a", { href: "#" + id }, label)), make("dl", {},
    make("div", {}, make("dt", {}, say("conflict_mine")), words(ours)),
    make("div", {}, make("dt", {}, say("conflict_theirs")), words(others))),
  button(`${say("take_one")}: ${label}`, () => takeOne(id, theirs, node)));
  return node;
}

/**
 * One answer of theirs among one's own; what one wrote stays in sight above.
 *
 * @param {string} id
 * @param {Answers} theirs
 * @param {HTMLElement} node
 */
function takeOne(id, theirs, node) {
  const answers = read();
  if (id in theirs) answers[id] = theirs[id]; else delete answers[id];
  fillIn(answers);
  persist({ answers: read(), unsaved: true });
  update();
  partOf(node, "button").replaceWith(make("p", {}, make("strong", {}, say("taken_one"))));
  announce(say("taken_one"));
  partOf(node, "a").focus();
}

/** @param {Work} next */
function keep(next) {
  persist({ work: next });
  (next.mode === "draft" ? saver : sender).click();
}

/**
 * @param {Answers} theirs
 * @param {Work} next
 * @param {Answers} mine
 */
function take(theirs, next, mine) {
  fillIn(theirs);
  persist({ answers: read(), work: next, unsaved: false, mine });
  update();
  showWork();
  showTaken();
}

/** What one had written where the other words were taken, and the way back to it. */
export function showTaken() {
  const given = differences(state.mine, read()).filter(([, ours]) => ours)
    .map(([id, ours]) => make("div", {}, make("dt", {}, labelOf(question(id))), words(ours)));
  panelOf(KIND, say("taken"), make("p", {}, say("aside_note")), make("dl", {}, ...given),
    make("p", { class: "bq-buttons" }, button(say("bring_back"), bringBack)));
}

function bringBack() {
  fillIn(state.mine);
  persist({ answers: state.mine, unsaved: true, mine: null });
  update();
  byId("problems")?.remove();
  sender.focus();
}
