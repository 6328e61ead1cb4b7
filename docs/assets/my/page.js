/** The parts of the page: where one asks for an application, and where what was found is shown. */
import { byId } from "../shared/by_id.js";

export const asking = byId("look-up");
export const found = byId("found");

/** Where this call's words lie in the browser's storage. */
export const own = `baiqau:${found.dataset.call}`;

export function fill({ number, key = "" }) {
  asking.number.value = number;
  asking.key.value = key;
  asking.key.type = key ? "password" : "text";
}
