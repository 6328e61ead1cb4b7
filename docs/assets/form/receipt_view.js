/** The server's own templates of a receipt and of a saved draft, filled in. */
import { byId, partOf } from "../shared/by_id.js";
import { make } from "../shared/elements.js";
import { data } from "./form_definition.js";
import { fields, labelOf, question } from "./questions.js";
import { announce, button, moment, say } from "./words.js";

/**
 * @param {string} template its id
 * @param {ReceiptValues} values
 */
export function filled(template, values) {
  /** @type {HTMLTemplateElement} */
  const source = byId(template);
  const view = /** @type {DocumentFragment} */ (source.content.cloneNode(true));
  if (!values.key) view.querySelectorAll("[data-of-key]").forEach((each) => each.remove());
  view.querySelectorAll("[data-slot]").forEach((each) => fillSlot(each, values));
  return view;
}

/**
 * @param {HTMLElement} node
 * @param {ReceiptValues} receipt
 */
function fillSlot(node, receipt) {
  const key = String(node.dataset.slot);
  if (key === "link") return receipt.key && fillLink(node, receipt);
  // What an earlier version of the form asked has no question here, only its words.
  if (key === "dropped") return listIn(node, receipt.dropped, (id) => (fields.has(id) ? labelOf(question(id)) : data.retired[id]));
  if (key === "required_documents") return listIn(node, receipt[key], (kind) => data.documents[kind]);
  const value = String(receipt[key] ?? "");
  node.textContent = key.endsWith("_at") ? `${moment(value, key === "received_at")} (${data.zoneName})` : value;
  if (node.closest(".bq-big")) copyable(node, node.previousElementSibling?.textContent, value, "dd");
}

/**
 * @param {HTMLElement} node
 * @param {ReceiptValues} receipt
 */
function fillLink(node, { number, key }) {
  const link = `${node.getAttribute("href")}#${number}.${key}`;
  node.setAttribute("href", link);
  copyable(node, node.textContent, location.origin + link);
}

/**
 * @param {HTMLElement} node
 * @param {string[] | undefined} ids
 * @param {(id: string) => string | undefined} nameOf
 */
function listIn(node, ids, nameOf) {
  const labels = (ids || []).map(nameOf).filter(Boolean).map((label) => make("li", {}, label));
  node.hidden = !labels.length;
  partOf(node, "ul").append(...labels);
}

/**
 * @param {HTMLElement} node
 * @param {string | null | undefined} label
 * @param {string} value
 * @param {"span" | "dd"} [tag]
 */
function copyable(node, label, value, tag = "span") {
  if (!navigator.clipboard) return;
  node.after(" ", make(tag, { class: "bq-noprint" }, button(`${say("copy")}: ${label}`,
    () => navigator.clipboard.writeText(value).then(() => announce(say("copied"))))));
}
