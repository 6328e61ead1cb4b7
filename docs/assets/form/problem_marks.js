/** Problems beside their questions. */
import { byId } from "../shared/by_id.js";
import { make } from "../shared/elements.js";
import { form } from "./page.js";
import { control, question } from "./questions.js";

/** The ids whose problem is shown, each with `server` where the server has named it. */
export const shown = new Map();

/** What is simply not answered yet is no mistake: it is said in a quieter voice. */
export const isMissing = (code) => /^(required|must_accept)/.test(code);

const controlsOf = (q) => [...q.querySelectorAll("input, textarea, select")].filter((input) => input.closest(".bq-q") === q);

function describe(q, extra) {
  const holder = q.querySelector("fieldset") || control(q);
  holder.dataset.by ??= holder.getAttribute("aria-describedby") || "";
  const all = `${extra} ${holder.dataset.by}`.trim();
  if (all) holder.setAttribute("aria-describedby", all); else holder.removeAttribute("aria-describedby");
}

export function showProblem(id, text, code, language = null) {
  const q = question(id), place = id + "-error";
  if (!q) return;
  q.classList.toggle("bq-todo", isMissing(code));
  q.classList.toggle("bq-wrong", !isMissing(code));
  const note = byId(place) || make("p", { class: "bq-error", id: place, lang: language });
  note.textContent = text;
  if (note.parentNode) return;
  q.querySelector(".bq-choices, .bq-rows, :scope > .bq-choice, input, textarea, select").before(note);
  describe(q, place);
  controlsOf(q).forEach((input) => input.setAttribute("aria-invalid", "true"));
}

export function hideProblem(id) {
  shown.delete(id);
  const q = question(id), note = byId(id + "-error");
  if (!q || !note) return;
  note.remove();
  describe(q, "");
  controlsOf(q).forEach((input) => input.removeAttribute("aria-invalid"));
  q.classList.remove("bq-wrong", "bq-todo");
  const line = form.querySelector(`#problems a[href="#${CSS.escape(id)}"]`);
  if (line) line.parentElement.classList.add("bq-fixed");
}
