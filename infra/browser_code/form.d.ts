/** A condition of the call's definition: all of its tests hold. */
type Condition = { f: string; in?: string[]; above?: number }[];

/** What a question and a table have alike: pages/form_data.py leaves out what is not said. */
interface Asked {
  id: string;
  required?: boolean;
  requiredWhen?: Condition | null;
  askedWhen?: Condition | null;
  example?: string | null;
  min?: number | null;
  max?: number | null;
  /** The id of a question whose answer must not come after this one's. */
  notBefore?: string | null;
  onlyWith?: { when: Condition; codes: string[] }[];
}

/** A question with one answer, or a column of a table; its kinds: call/field_kinds.py. */
interface Question extends Asked {
  kind: "text" | "textarea" | "email" | "url" | "phone" | "iin" | "bin" | "month" | "integer" | "number"
    | "choice" | "multi" | "accept" | "bool";
  columns?: undefined;
  addsUp?: undefined;
  minRows?: undefined;
}

interface PlainTable extends Asked {
  kind: "table";
  columns: Question[];
  minRows?: number;
  maxRows: number;
  moreRows?: { when: Condition; min: number } | null;
  addsUp?: null;
}

interface SummedTable extends Omit<PlainTable, "addsUp"> {
  /** The sum of this column must be the answer to that question. */
  addsUp: { column: string; to: string };
}

type Table = PlainTable | SummedTable;
type Field = Question | Table;

/** The call's definition for the form: pages/form_data.py. */
interface FormDefinition {
  lang: string;
  /** The id of the question that asks for the applicant's language; empty where none does. */
  languageOf: string;
  zoneName: string;
  keyKeptMs: number;
  /** So many problems are listed unfolded. */
  mostOpen: number;
  months: string[];
  loneMonths: string[];
  units: Record<string, string[]>;
  retired: Record<string, string>;
  documents: Record<string, string>;
  /** Ids of questions by the id of their section. */
  sections: Record<string, string[]>;
  fields: Field[];
  problems: Record<string, string>;
  typed: Record<"no_answer" | "label" | "unit" | "year", string[]>
    & { powers: Record<string, number>; months: Record<string, string> };
  rules: Record<string, string>;
  words: Record<string, string>;
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

/** A fault at a place in the answers: a question's id, or `budget[2].sum`. */
interface PlacedFault {
  place: string;
  fault: Fault;
}

/** Answers by the id of their question. */
type Answers = Record<string, any>;

/** The application the form is at work on. */
interface Work {
  number: string;
  key: string;
  version: number;
  mode: string;
  /** When a window of one's own ends, where there is one. */
  until?: string | null;
}

/** What lies on this device in another tab's place, or what this tab keeps: form/device.js. */
interface KeptWords {
  answers?: Answers;
  unsaved?: boolean;
  work?: Work;
  [other: string]: any;
}

/** A receipt as the device keeps it; without `key` once that was forgotten. */
interface ShownReceipt {
  number: string;
  key?: string;
  /** How long the key is kept, in milliseconds. */
  since?: number;
  until?: number;
  /** What was done where it was not a submission. */
  mode?: string;
  [told: string]: any;
}

/** What the templates of a receipt and of a saved draft are filled with, by the names of their slots. */
interface ReceiptValues {
  number: string;
  key?: string;
  /** Ids of questions of an earlier version of the form. */
  dropped?: string[];
  /** Kinds of documents. */
  required_documents?: string[];
  [slot: string]: any;
}
