/** The element of the page that has this id. */
export const byId = (id) => document.getElementById(id);
