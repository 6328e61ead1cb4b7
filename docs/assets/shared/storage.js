/** What the browser keeps, as JSON. A private window may refuse it: then nothing is read, and `set` answers null. */
const keeper = (storage) => {
  const tried = (act) => { try { return act(storage()); } catch { return null; } };
  return {
    text: (key) => tried((kept) => kept.getItem(key)),
    get: (key) => tried((kept) => JSON.parse(kept.getItem(key))),
    set: (key, value) => tried((kept) => { kept.setItem(key, JSON.stringify(value)); return true; }),
    drop: (key) => tried((kept) => kept.removeItem(key)),
    keys: (start) => tried((kept) => Object.keys(kept).filter((key) => key.startsWith(start))) || [],
  };
};

/** Of this device, until it is dropped. */
export const local = keeper(() => localStorage);

/** Of this tab, until it is closed. */
export const session = keeper(() => sessionStorage);
