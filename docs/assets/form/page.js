/** The parts of the form's page that every module needs. */
import { byId, partOf } from "../shared/by_id.js";

export const box = byId("bq");

/** @type {HTMLFormElement} */
export const form = byId("application");

/** Where this call's words lie in the browser's storage. */
export const name = "baiqau:" + box.dataset.call;
export const ending = byId("check-answers");

/** @type {HTMLButtonElement} */
export const sender = partOf(ending, "[type=submit]");

/** @type {HTMLButtonElement} */
export const saver = partOf(ending, ".bq-save");
