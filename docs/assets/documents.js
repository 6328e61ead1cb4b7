/* Documents of one's application: straight from the browser into the bucket, with progress, again and again.
   The server announces, examines and records; this script only carries, and tells what the server said. */
import { Documents } from "./documents/documents.js";
import { partOf } from "./shared/by_id.js";

// A line that carries nothing for this long, in milliseconds, has gone; a slow one that carries is waited for.
const PATIENCE = 120000;

/**
 * For an element that the server's page filled: its own data, and the key the applicant typed.
 *
 * @param {HTMLElement} element
 * @param {{ key: string, language: string, patience?: number }} applicant
 */
export function mountOn(element, { key, language, patience = PATIENCE }) {
  const { view, words } = JSON.parse(partOf(element, "[data-documents-data]").textContent);
  new Documents(element, { view, words, key, language, patience }).start();
}
