/** A kind of document on the page: what stands there, what is being carried, and what went wrong. */
import { make } from "../shared/elements.js";

export class Row {
  /**
   * `kind`, `label` and `most`, the number of files that count, are the call's.
   *
   * @param {DocumentKind} kind
   * @param {Pick<DocumentList, "say" | "announce">} list
   */
  constructor({ kind, label, most }, { say, announce }) {
    this.kind = kind;
    this.label = label;
    this.most = most;
    this.say = say;
    this.announce = announce;
    /** Breaks off what is being carried; null while nothing is. @type {(() => void) | null} */
    this.stop = null;
    this.bar = make("progress", { max: 100, "aria-label": label });
    this.text = make("p", { class: "bq-hint" });
    this.cancel = make("button", { type: "button", class: "bq-plain", onclick: () => this.stop && this.stop() }, say("cancel"));
    this.busy = make("div", { class: "bq-document-busy", hidden: true }, this.text, this.bar, this.cancel);
    this.told = make("div", { class: "bq-error", hidden: true, tabindex: "-1" });
    this.state = make("span");
    this.list = make("div");
    this.more = make("div", { class: "bq-document-more" });
    this.node = make("section", { class: "bq-document", "aria-labelledby": `document-${kind}-label` },
      make("h3", { id: `document-${kind}-label` }, label, " ", this.state), this.list, this.told, this.busy, this.more);
  }

  /** @param {boolean} whether */
  enable(whether) {
    /** @type {NodeListOf<HTMLInputElement>} */
    const inputs = this.node.querySelectorAll("input[type=file]");
    inputs.forEach((input) => { input.disabled = !whether; });
  }

  /**
   * `percent` is undefined where nobody knows how long it takes.
   *
   * @param {string} words
   * @param {number} [percent]
   */
  working(words, percent) {
    this.told.hidden = true;
    this.busy.hidden = false;
    this.enable(false);
    this.text.textContent = words;
    if (percent === undefined) this.bar.removeAttribute("value"); else this.bar.value = percent;
    this.cancel.hidden = percent === undefined;
    if (!percent || percent % 25 === 0) this.announce(words);
  }

  /**
   * What came of it, with a button to try again where `retry` is given.
   *
   * @param {string[]} messages
   * @param {(() => void) | false | null} [retry]
   */
  tell(messages, retry = null) {
    this.busy.hidden = true;
    this.enable(true);
    this.told.hidden = !messages.length;
    this.told.replaceChildren(...messages.map((each) => make("p", null, each)),
      ...(retry ? [make("button", { type: "button", class: "bq-button", onclick: retry }, this.say("retry"))] : []));
    if (messages.length) this.told.focus();
  }
}
