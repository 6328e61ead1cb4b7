/**
 * A file chosen, carried and examined. `part` is the list of documents that it belongs to (documents.js).
 *
 * @import { Row } from "./row.js"
 */
import { make } from "../shared/elements.js";
import { carry } from "./upload.js";
import { Refusal } from "./refusal.js";

/** @type {Record<string, string | undefined>} */
const SAME_ENDINGS = { jpeg: "jpg", jpe: "jpg", jfif: "jpg" };

// What the server would say too, said before a slow connection carries ten megabytes in vain.
/**
 * @param {DocumentList} part
 * @param {File} file
 */
function wrong({ say, words }, file) {
  const ending = file.name.toLowerCase().split(".").pop() || "";
  const messages = [];
  if (!words.extensions.includes(SAME_ENDINGS[ending] || ending)) {
    messages.push(say("wrong_extension", { allowed: words.extensions.join(", ") }));
  }
  if (!file.size) messages.push(say("empty"));
  if (file.size > words.fileMax) messages.push(say("too_large", { limit: words.fileMax / 1048576 }));
  return messages;
}

/**
 * A button that opens the browser's choice of files; what is chosen is sent, in the place of `replaces` if given.
 *
 * @param {DocumentList} part
 * @param {Row} row
 * @param {string} act
 * @param {string} label
 * @param {string} replaces the id of a document, or empty
 */
export function chooser(part, row, act, label, replaces) {
  const input = make("input", { type: "file", class: "bq-document-file", "aria-label": part.say("for_document", { act, label }),
    accept: part.words.extensions.map((each) => `.${each}`).join(",") });
  input.addEventListener("change", () => {
    const [file] = input.files || [];
    // The same file chosen again is a change too.
    input.value = "";
    if (file) send(part, row, file, replaces);
  });
  return make("label", { class: replaces ? "bq-document-choose bq-document-replace" : "bq-document-choose" },
    input, make("span", null, act));
}

/**
 * @param {DocumentList} part
 * @param {Row} row
 * @param {File} file
 * @param {string} replaces
 */
async function send(part, row, file, replaces) {
  const messages = wrong(part, file), { say } = part;
  if (messages.length) return row.tell(messages);
  const again = () => send(part, row, file, replaces);
  try {
    await check(part, row, file, await carryAnnounced(part, row, file, replaces));
  } catch (/** @type {any} */ error) {
    if (error.name === "AbortError") row.tell([say("cancelled", { name: file.name })]);
    else if (error instanceof Refusal) row.tell(error.messages, error.isLimit && again);
    else row.tell([say("lost", { name: file.name })], again);
  }
}

/**
 * Answers the document's id once the bucket has the file.
 *
 * @param {DocumentList} part
 * @param {Row} row
 * @param {File} file
 * @param {string} replaces
 * @returns {Promise<string>}
 */
async function carryAnnounced(part, row, file, replaces) {
  /** @param {number} percent */
  const show = (percent) => row.working(part.say("sending", { name: file.name, percent }), percent);
  show(0);
  /** @type {{ document_id: string, upload: Upload }} */
  const { document_id: id, upload } = await part.ask("POST", "/documents",
    { kind: row.kind, filename: file.name, size: file.size, content_type: "", replaces });
  const { done, stop } = carry(upload, file, show, part.patience);
  row.stop = stop;
  try { await done; } finally { row.stop = null; }
  return id;
}

/**
 * @param {DocumentList} part
 * @param {Row} row
 * @param {File} file
 * @param {string} id
 * @returns {Promise<void>}
 */
async function check(part, row, file, id) {
  const { say } = part;
  row.working(say("checking", { name: file.name }));
  /** @type {SentDocument} */
  let record;
  try {
    record = await part.ask("POST", `/documents/${id}/received`);
  } catch (/** @type {any} */ error) {
    if (error instanceof Refusal && !error.isLimit) throw error;
    const again = () => check(part, row, file, id).catch((refusal) => row.tell(refusal.messages));
    return row.tell(error.messages || [say("unchecked", { name: file.name })], again);
  }
  row.tell([]);
  part.announce(say(record.document !== id ? "twin" : record.checking ? "waits" : "done", { name: file.name }));
  if (record.document !== id) row.tell([say("twin", { name: file.name })]);
  await part.refresh().catch(() => {});
  part.element.dispatchEvent(new Event("baiqau-document", { bubbles: true }));
  (row.node.querySelector(".bq-document-more input") || row.node.querySelector("input"))?.focus();
}
