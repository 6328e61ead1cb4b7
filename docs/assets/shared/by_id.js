/** The element of the page that has this id; null where there is none. */
export const byId = /** @type {ById} */ ((/** @type {string} */ id) => document.getElementById(id));

/**
 * The first such part below `whole`, where the page always has one; null where it might not.
 *
 * @template {HTMLElement} [E=HTMLElement]
 * @param {ParentNode} whole
 * @param {string} selector
 * @returns {E}
 */
export const partOf = (whole, selector) => /** @type {E} */ (whole.querySelector(selector));
