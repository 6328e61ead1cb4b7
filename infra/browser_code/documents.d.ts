/** A document that arrived: api_types/documents.py. */
interface SentDocument {
  document: string;
  kind: string;
  filename: string;
  size: number;
  received_at: string;
  in_force: boolean;
  /** Waits for the scanner. */
  checking?: boolean;
  /** Why the scanner did not let it pass. */
  refused?: string;
}

/** As much of an application as its list of documents needs; a page without an application at hand tells null. */
interface DocumentsView {
  number: string;
  windows: Windows | null;
  package: { state: string; missing: string[] } | null;
  documents: SentDocument[] | null;
}

/** A kind of document the call asks for; `most` files of it count. */
interface DocumentKind {
  kind: string;
  label: string;
  most: number;
}

/** What the list of documents says and allows: pages/documents_part.py. */
interface DocumentWords {
  text: Record<string, string>;
  moment: string;
  months: string[];
  extensions: string[];
  /** In bytes. */
  fileMax: number;
  kinds: DocumentKind[];
}

/** Says a sentence of the list by its key. */
type Say = (name: string, params?: Record<string, string | number>) => string;

/** What a row of the list and the sending of its files need of the list they belong to: documents/documents.js. */
interface DocumentList {
  element: HTMLElement;
  view: DocumentsView;
  words: DocumentWords;
  /** In milliseconds: documents/upload.js. */
  patience: number;
  say: Say;
  announce(text: string): void;
  /** The API's answer, as JSON. */
  ask(method: string, path: string, body?: object | null): Promise<any>;
  refresh(): Promise<void>;
}

/** Where a document goes, and what must stand before it in the form that carries it. */
interface Upload {
  url: string;
  fields: Record<string, string>;
}
