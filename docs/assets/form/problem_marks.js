/** Problems beside their questions. */
import { byId, partOf } from "../shared/by_id.js";
import { make } from "../shared/elements.js";
import { form } from "./page.js";
import { control, question } from "./questions.js";

/**
 * The ids whose problem is shown, each with `server` where the server has named it.
 *
 * @type {Map<string, { server?: boolean }>}
 */
export const shown = new Map();

/**
 * What is simply not answered yet is no mistake: it is said in a quieter voice.
 *
 * @param {string} code
 */
export const isMissing = (code) => /^(required|must_accept)/.test(code);

/** @param {Element} q */
const controlsOf = (q) => [...q.querySelectorAll("input, textarea, select")].filter((input) => input.closest(".bq-q") === q);

/**
 * @param {Element} q
 * @param {string} extra
 */
function describe(q, extra) {
  const holder = q.querySelector("fieldset") || control(q);
  holder.dataset.by ??= holder.getAttribute("aria-describedby") || "";
  const all = `${extra} ${holder.dataset.by}`.trim();
  if (all) holder.setAttribute("aria-describedby", all); else holder.removeAttribute("aria-describedby");
}

/**
 * @param {string} id
 * @param {string} text
 * @param {string} code
 * @param {string | null} [language]
 */
export function showProblem(id, text, code, language = null) {
  const q = question(id), place = id + "-error";
  if (!q) return;
  q.classList.toggle("bq-todo", isMissing(code));
  q.classList.toggle("bq-wrong", !isMissing(code));
  const note = byId(place) || make("p", { class: "bq-error", id: place, lang: language });
  note.textContent = text;
  if (note.parentNode) return;
  partOf(q, ".bq-choices, .bq-rows, :scope > .bq-choice, input, textarea, select").before(note);
  describe(q, place);
  controlsOf(q).forEach((input) => input.setAttribute("aria-invalid", "true"));
}

/** @param {string} id */
export function hideProblem(id) {
  shown.delete(id);
  const q = question(id), note = byId(id + "-error");
  if (!q || !note) return;
  note.remove();
  describe(q, "");
  controlsOf(q).forEach((input) => input.removeAttribute("aria-invalid"));
  q.classList.remove("bq-wrong", "bq-todo");
  const line = form.querySelector(`#problems a[href="#${CSS.escape(id)}"]`);
  line?.parentElement?.classList.add("bq-fixed");
}
