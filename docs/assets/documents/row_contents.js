/**
 * What stands in a row: documents that count, refused ones, older ones. `part` is the list it belongs to (documents.js).
 *
 * @import { Row } from "./row.js"
 */
import { make } from "../shared/elements.js";
import { momentParts } from "../shared/moments.js";
import { fill } from "../shared/sentences.js";
import { Refusal } from "./refusal.js";
import { chooser } from "./sending.js";

/**
 * @param {Say} say
 * @param {number} bytes
 */
const sizeWords = (say, bytes) => (bytes >= 1048576
  ? say("size_mb", { value: (bytes / 1048576).toFixed(1).replace(".", ",") })
  : say("size_kb", { value: Math.max(1, Math.round(bytes / 1024)) }));

/** @param {DocumentList} part */
const isOpen = ({ view }) => Object.values(view.windows || {}).some(Boolean);

/**
 * @param {DocumentList} part
 * @param {Row} row
 * @param {string} id
 */
async function fetchDocument(part, row, id) {
  try { location.assign((await part.ask("GET", `/documents/${id}`)).url); }
  catch (error) { row.tell(error instanceof Refusal ? error.messages : [part.say("no_link")]); }
}

/**
 * @param {DocumentList} part
 * @param {Row} row
 * @param {SentDocument} sent
 */
function lineOf(part, row, sent) {
  const { say } = part;
  const received = say("received", { when: fill(part.words.moment, momentParts(sent.received_at, part.words.months)) });
  return make("li", null, make("bdi", null, sent.filename), " ",
    make("small", null, `${sizeWords(say, sent.size)}, ${received}`), " ",
    sent.checking ? make("span", { class: "bq-document-state" }, say("being_checked")) : null,
    make("button", { type: "button", class: "bq-plain", onclick: () => fetchDocument(part, row, sent.document),
      "aria-label": say("for_document", { act: say("download"), label: sent.filename }) }, say("download")),
    (sent.in_force || sent.checking) && isOpen(part) ? chooser(part, row, say("replace"), sent.filename, sent.document) : null);
}

/**
 * @param {DocumentList} part
 * @param {Row} row
 * @param {SentDocument[]} here
 */
function stateOf(part, row, here) {
  if (here.some((each) => each.in_force)) return "here";
  if (here.length) return "being_checked";
  return (part.view.package?.missing || []).includes(row.kind) ? "missing" : "optional";
}

/**
 * @param {DocumentList} part
 * @param {Row} row
 */
export function paint(part, row) {
  const sent = (part.view.documents || []).filter((each) => each.kind === row.kind), { say } = part;
  const here = sent.filter((each) => each.in_force || each.checking), refused = sent.filter((each) => each.refused);
  const older = sent.filter((each) => !here.includes(each) && !refused.includes(each));
  /** @param {SentDocument[]} several */
  const list = (several) => make("ul", null, ...several.map((each) => lineOf(part, row, each)));
  const state = stateOf(part, row, here);
  row.state.className = `bq-document-state bq-document-${state}`;
  row.state.textContent = say(state);
  row.list.replaceChildren(
    ...(here.length ? [list(here)] : []),
    ...refused.map((each) => make("p", null, make("bdi", null, each.filename), ": ", say("refused"), ". ", say("infected"))),
    ...(older.length ? [make("details", null, make("summary", null, say("older", { count: older.length })), list(older))] : []));
  const more = isOpen(part) && here.length < row.most;
  row.more.replaceChildren(...(more ? [chooser(part, row, say(here.length ? "more" : "choose"), row.label, "")] : []));
  row.node.hidden = !isOpen(part) && !sent.length;
}
