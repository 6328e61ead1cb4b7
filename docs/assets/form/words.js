/** What the form's script says: sentences by their key, buttons, links to a rule, and what a screen reader is told. */
import { make } from "../shared/elements.js";
import { momentParts } from "../shared/moments.js";
import { counted } from "../shared/plural.js";
import { fill } from "../shared/sentences.js";
import { data } from "./form_definition.js";

/**
 * @param {string} key
 * @param {Record<string, any>} [params]
 */
export const say = (key, params = {}) => fill(data.words[key], params);

/**
 * @param {string} text
 * @param {(event: Event) => void} onclick
 * @param {string} [kind] its class
 */
export const button = (text, onclick, kind = "bq-plain") => make("button", { type: "button", class: kind, onclick }, text);

/** @param {string} id */
export const ruleLink = (id) => make("a", { href: `../rules/#${id}` }, say("rule", { title: data.rules[id] }));

export const live = make("p", { class: "bq-unseen", role: "status" });

/** @param {string} text */
export const announce = (text) => { live.textContent = text; };

const SIZES = { day: 86400, hour: 3600, minute: 60, second: 1 };

/**
 * Milliseconds as the two largest units that are not nothing, rounded up to a second.
 *
 * @param {number} ms
 */
export function duration(ms) {
  let left = Math.ceil(ms / 1000);
  const parts = [];
  for (const [key, size] of Object.entries(SIZES)) {
    const whole = Math.floor(left / size);
    left %= size;
    if (whole && (key !== "second" || !parts.length)) parts.push(`${whole}\u00a0${counted(whole, data.units[key])}`);
  }
  return parts.slice(0, 2).join(" ");
}

/**
 * As wording.clock writes it: seconds only where there are any.
 *
 * @param {string} hour
 * @param {string} minute
 * @param {string} second
 */
const exactTime = (hour, minute, second) =>
  `${hour}:${minute}:${second.replace(".000", "").replace(".", ",")}`;

/**
 * An instant as text.
 *
 * @param {string} iso
 * @param {boolean} [exact] with its seconds, where there are any
 */
export function moment(iso, exact = false) {
  const parts = momentParts(iso, data.months), { hour, minute, second } = parts;
  return say("moment", exact && Number(second) ? { ...parts, time: exactTime(hour, minute, second) } : parts);
}

/** The hour on this device, for notes of what was saved when. */
export const timeNow = () => new Date().toTimeString().slice(0, 5).replace(":", ".");

/**
 * Runs `act` once, `ms` after the last of several calls.
 *
 * @param {() => void} act
 * @param {number} ms
 */
export const later = (act, ms) => {
  /** @type {number | undefined} */
  let timer;
  return () => { clearTimeout(timer); timer = setTimeout(act, ms); };
};
