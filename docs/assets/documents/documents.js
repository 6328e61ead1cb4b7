/** All documents of one application on a page. */
import { make } from "../shared/elements.js";
import { fill } from "../shared/sentences.js";
import { paint } from "./row_contents.js";
import { Refusal } from "./refusal.js";
import { Row } from "./row.js";

// Milliseconds between two questions about documents that wait for the scanner: ever more.
const FIRST_PAUSE = 5000, LONGEST_PAUSE = 300000;

export class Documents {
  /**
   * `view` as the API tells an application; `words` as the server's page carries them (data-documents-data).
   *
   * @param {HTMLElement} element
   * @param {{ view: DocumentsView, words: DocumentWords, key: string, language: string, patience: number }} given
   */
  constructor(element, { view, words, key, language, patience }) {
    this.element = element;
    this.view = view;
    this.words = words;
    this.patience = patience;
    this.home = `/api/applications/${encodeURIComponent(view.number)}`;
    this.headers = { Authorization: `Bearer ${key}`, "Accept-Language": language, "Content-Type": "application/json" };
    this.live = make("p", { class: "bq-unseen", role: "status" });
    this.pause = FIRST_PAUSE;
    this.isWatching = false;
    /** @type {Say} */
    this.say = (name, params = {}) => fill(words.text[name], params);
    /** @param {string} text */
    this.announce = (text) => { this.live.textContent = text; };
    this.rows = words.kinds.map((each) => new Row(each, this));
  }

  start() {
    this.rows.forEach((row) => paint(this, row));
    const head = [...this.element.children].filter((child) => child.matches("h2, p, link"));
    this.watchChecks();
    this.element.replaceChildren(...head, this.live, ...this.rows.map((row) => row.node));
  }

  /**
   * The API's answer; what it refuses is a Refusal.
   *
   * @param {string} method
   * @param {string} path
   * @param {object | null} [body]
   * @returns {Promise<any>}
   */
  async ask(method, path, body = null) {
    const sent = body && JSON.stringify(body);
    const answer = await fetch(this.home + path, { method, headers: this.headers, body: sent, cache: "no-store" });
    const told = await answer.json();
    // Trouble on the way (5xx) is no verdict on the document.
    if (answer.status >= 500) throw new Error(String(answer.status));
    if (!answer.ok) throw new Refusal(told);
    return told;
  }

  /** @returns {Promise<void>} */
  async refresh() {
    this.view = await this.ask("GET", "");
    this.rows.forEach((row) => paint(this, row));
    this.watchChecks();
  }

  /** What waits for the scanner is asked about again, ever more rarely; the page says at once what came of it. */
  watchChecks() {
    const waits = (this.view.documents || []).filter((each) => each.checking);
    if (!waits.length || this.isWatching) return;
    this.isWatching = true;
    setTimeout(async () => {
      this.isWatching = false;
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
      for (const each of waits) await this.ask("POST", `/documents/${each.document}/received`).catch(() => {});
      await this.refresh().catch(() => this.watchChecks());
    }, this.pause);
  }
}
