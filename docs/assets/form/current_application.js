/** The application the form is at work on: a draft, an edit, or what was asked for after the interview. */
import { byId, partOf } from "../shared/by_id.js";
import { make } from "../shared/elements.js";
import { forget, leavePlace, state } from "./device.js";
import { form, saver, sender } from "./page.js";
import { entitle, ownTitle } from "./panel.js";
import { renewSecret } from "./idempotency_keys.js";
import { button, ruleLink, say } from "./words.js";

/** @type {Record<string, string>} */
const MODES = { draft: "draft", submitted: "edit", interview_scheduled: "edit", interviewed: "supplement" };

/** `{ number, key, version, mode, until }`, or undefined while the form is a new application. */
export const work = () => state.work;
/** @param {string} status */
export const modeOf = (status) => MODES[status];
/**
 * @param {{ number: string, version: number, status: string, windows: Windows }} view
 * @param {string} key
 */
export const workOf = (view, key) => ({ number: view.number, key, version: view.version, mode: MODES[view.status] || "edit",
  until: view.windows.edit_until || view.windows.supplement_until });
export const address = () => "/api/applications/" + work().number;
export const bearer = () => ({ Authorization: "Bearer " + work().key });

/** Above the form: which application this is, and the way out of it. */
export function showWork() {
  const { mode, number } = work(), label = say(mode === "draft" ? "submit" : "form_" + mode);
  const close = mode === "draft" ? button(say("another"), other) : button(say("leave"), leave);
  byId("work")?.remove();
  entitle(`${say(mode === "draft" ? "title_draft" : "work_" + mode)} — ${ownTitle}`);
  byId("phase").before(make("div", { id: "work", class: "bq-note" }, make("p", {},
    make("strong", {}, say("work_" + mode), " ", make("span", { class: "bq-mono", translate: "no" }, number)), make("br"),
    say("note_" + mode, work()), " ", ruleLink(mode === "supplement" ? "supplement" : "deadline")),
  make("p", { class: "bq-buttons" }, close)));
  sender.textContent = sender.dataset.text = label;
  if (mode === "draft") return;
  partOf(form, ".bq-draft-note").hidden = true;
  saver.parentElement?.toggleAttribute("hidden", true);
  byId("heading-send").textContent = say("form_heading");
  partOf(form, "[data-send-note]").textContent = say("form_note");
}

function other() {
  if (!confirm(say("other_sure"))) return;
  leavePlace();
  renewSecret();
  location.reload();
}

function leave() {
  if (state.unsaved && !confirm(say("leave_sure"))) return;
  forget();
  location.href = "../my/";
}
