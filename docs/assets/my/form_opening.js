/** From «My application» to the form: the answers go to its page in this tab's own memory. */
import { make } from "../shared/elements.js";
import { session } from "../shared/storage.js";
import { found, own } from "./page.js";

/**
 * Where that is refused, the server's page takes over. The form's page is the current version: what was submitted by an
 * earlier one is changed on a page of its own form.
 *
 * @param {HTMLFormElement} form
 */
export async function openForm(form) {
  const key = /** @type {HTMLInputElement} */ (form.elements.namedItem("_key")).value;
  try {
    const given = await applicationAt(form.action, key);
    if (!session.set(`${own}:open`, given)) throw new Error("no storage");
    location.href = String(found.dataset.apply);
  } catch {
    form.append(make("input", { type: "hidden", name: "_act", value: "open" }));
    form.submit();
  }
}

/**
 * @param {string} address
 * @param {string} key
 */
async function applicationAt(address, key) {
  const answer = await fetch(address, { headers: { Authorization: `Bearer ${key}` }, cache: "no-store" });
  const { number, version, status, windows, answers, form_version: form } = await answer.json();
  if (!answer.ok || (status !== "draft" && form !== Number(found.dataset.form))) throw new Error("not this form");
  return { number, key, version, status, windows, answers };
}
