/** The parts of the page: where one asks for an application, and where what was found is shown. */
import { byId } from "../shared/by_id.js";

export const asking = /** @type {HTMLFormElement & { number: HTMLInputElement, key: HTMLInputElement }} */ (byId("look-up"));
export const found = byId("found");

/** Where this call's words lie in the browser's storage. */
export const own = `baiqau:${found.dataset.call}`;

/** @param {{ number: string, key?: string }} kept */
export function fill({ number, key = "" }) {
  asking.number.value = number;
  asking.key.value = key;
  asking.key.type = key ? "password" : "text";
}

/**
 * What the form would post, but for files.
 *
 * @param {HTMLFormElement} form
 */
export function posted(form) {
  const body = new URLSearchParams();
  new FormData(form).forEach((value, field) => body.append(field, String(value)));
  return body;
}
