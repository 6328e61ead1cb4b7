/** What the scripts of a page leave for each other on the window. */
interface Window {
  /** The call's definition for the form, where its script has come. */
  baiqauForm?: FormDefinition;
  /** What the server said of the call, and how far its clock is from the page's, in milliseconds. */
  baiqauCall: Promise<{ call: any; skew: number }> | null;
  /** early.js: forgets keys of receipts whose time is over at `now`, milliseconds. */
  baiqauForgetKeys(now: number): void;
}

/** Our scripts touch HTML alone; what kind of element it is, the place that asks says where it matters. */
interface ParentNode {
  querySelector<E extends Element = HTMLElement>(selectors: string): E | null;
  querySelectorAll<E extends Element = HTMLElement>(selectors: string): NodeListOf<E>;
}

/** Sentences of the search, as the frame's page carries them; the number of pages stands for «#». */
interface SearchWords {
  found: string;
  none: string;
  failed: string;
}

/** Asks for the element of an id: shared/by_id.js. */
interface ById {
  /** What a script puts on the page and takes away, or what not every page has. */
  (id: "left" | "other-tab" | "problems" | "work"): HTMLElement | null;
  /** What its page always has; who makes an id out of parts looks whether it is there. */
  <E extends HTMLElement = HTMLElement>(id: string): E;
}
