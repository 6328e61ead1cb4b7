/** What the scripts of a page leave for each other on the window. */
interface Window {
  /** The call's definition for the form: pages/form_data.py. */
  baiqauForm: any;
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

/** What came of asking the server: form/requests.js. */
interface Outcome {
  done?: any;
  refusal?: any;
  busy?: any;
  unknown?: boolean;
  unsent?: boolean;
}

/** A condition of the call's definition: all of its tests hold. */
type Condition = { f: string; in?: string[]; above?: number }[];

/** A question, or a column of a table: pages/form_data.py. */
interface Field {
  id: string;
  kind: string;
  min?: number | null;
  max?: number | null;
  example?: string | null;
  required?: boolean;
  requiredWhen?: Condition | null;
  columns?: Field[];
}

/** The server's code of a sentence (call/words/problems.toml), and what stands in its braces. */
interface Fault {
  words: string;
  params: Record<string, any>;
}

/** What was typed, read: a value, or what is wrong with it. */
interface Judged {
  value?: any;
  fault?: Fault;
}

/** Answers by the id of their question. */
type Answers = Record<string, any>;

/** Ends of the times in which an application may be changed; null or none where one is not open: api_types/application.py. */
interface Windows {
  edit_until?: string | null;
  supplement_until?: string | null;
}

/** Sentences of the search, as the frame's page carries them; the number of pages stands for «#». */
interface SearchWords {
  found: string;
  none: string;
  failed: string;
}
