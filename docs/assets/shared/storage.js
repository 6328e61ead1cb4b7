/**
 * What the browser keeps, as JSON. A private window may refuse it: then nothing is read, and `set` answers null.
 *
 * @param {() => Storage} storage
 */
const keeper = (storage) => {
  /**
   * @template T
   * @param {(kept: Storage) => T} act
   */
  const tried = (act) => { try { return act(storage()); } catch { return null; } };
  return {
    /** @param {string} key */
    text: (key) => tried((kept) => kept.getItem(key)),
    /** @param {string} key @returns {any} */
    get: (key) => tried((kept) => JSON.parse(/** @type {string} */ (kept.getItem(key)))),
    /** @param {string} key @param {any} value */
    set: (key, value) => tried((kept) => { kept.setItem(key, JSON.stringify(value)); return true; }),
    /** @param {string} key */
    drop: (key) => tried((kept) => kept.removeItem(key)),
    /** @param {string} start */
    keys: (start) => tried((kept) => Object.keys(kept).filter((key) => key.startsWith(start))) || [],
  };
};

/** Of this device, until it is dropped. */
export const local = keeper(() => localStorage);

/** Of this tab, until it is closed. */
export const session = keeper(() => sessionStorage);
