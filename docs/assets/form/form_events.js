/**
 * What a module tells whoever listens, as events of the form: it need not know who that is, and no two modules need each
 * other. Listeners are called at once, before `tell…` returns.
 */
import { form } from "./page.js";

/**
 * @param {string} type
 * @returns {[(detail?: any) => void, (act: (detail: any) => void) => void]}
 */
const happening = (type) => [
  (detail) => { form.dispatchEvent(new CustomEvent(type, { detail })); },
  (act) => form.addEventListener(type, (event) => act(/** @type {CustomEvent} */ (event).detail)),
];

/** Answers changed otherwise than by typing: a row came or went. */
export const [tellChange, onChange] = happening("baiqau-change");

/** Another section is in sight. */
export const [tellView, onView] = happening("baiqau-view");

/** A press that got no answer, `{ body, saving }`, is to be made again. */
export const [tellRepeat, onRepeat] = happening("baiqau-repeat");
