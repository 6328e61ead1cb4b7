/** Asking the server, over a line that may fail. */
import { data } from "./form_definition.js";
import { announce, duration, say } from "./words.js";

// Seconds; a limit that lasts longer is told instead of waited for.
const LONGEST_PAUSE = 10;
/**
 * The words go up and come back in the receipt: at a thousand bytes a second and no slower.
 *
 * @param {string} body
 */
const patience = (body) => 40000 + 2 * new Blob([body]).size;

/**
 * `{ done }`, `{ refusal }` or `{ unknown }`. `unknown` unless our own server surely answered: nobody is told "no" when it
 * may be "yes". So is 429, with what it said in `busy`: this press did nothing, but one before it may have; a short wait
 * is waited out. A line that is down before anything left is surely `unsent`.
 *
 * @template Done what the server answers at this path
 * @param {string} path
 * @param {string} body
 * @param {Record<string, string>} headers
 * @param {string} [method]
 * @param {number} [again]
 * @returns {Promise<Outcome<Done>>}
 */
export async function ask(path, body, headers, method = "POST", again = 2) {
  if (navigator.onLine === false) return { unknown: true, unsent: true };
  const { pause = 0, ...outcome } = await answered(path, { method, headers: headersWith(headers), body });
  if (!(pause > 0 && pause <= LONGEST_PAUSE) || !again) return outcome;
  announce(say("waiting", { time: duration(pause * 1000) }));
  // Not all at once: those who were refused together come back apart.
  await new Promise((done) => { setTimeout(done, (pause + Math.random()) * 1000); });
  return ask(path, body, headers, method, again - 1);
}

/** @param {Record<string, string>} more */
const headersWith = (more) => ({ "Content-Type": "application/json", "Accept-Language": data.lang, ...more });

/**
 * @template Done
 * @param {string} path
 * @param {RequestInit & { body: string }} request
 * @returns {Promise<Outcome<Done> & { pause?: number }>}
 */
async function answered(path, request) {
  const abort = new AbortController(), timer = setTimeout(() => abort.abort(), patience(request.body));
  try {
    const answer = await fetch(path, { ...request, signal: abort.signal, cache: "no-store" });
    return outcomeOf(answer, await answer.json());
  } catch {
    return { unknown: true };  // no answer, or not ours
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @template Done
 * @param {Response} answer
 * @param {any} told
 * @returns {Outcome<Done> & { pause?: number }}
 */
function outcomeOf(answer, told) {
  if (answer.ok && told.number) return { done: told };
  // A limit of ours says how long it lasts.
  const pause = Number(answer.headers.get("Retry-After"));
  if (answer.status === 429 && pause !== 0) return { unknown: true, busy: told, pause };
  if (answer.status >= 400 && answer.status < 500 && told.title) return { refusal: told };
  return { unknown: true };
}

/**
 * @param {string} body
 * @param {string} key
 * @returns {Promise<Outcome<ShownReceipt>>}
 */
export const post = (body, key) => ask("/api/applications", body, { "Idempotency-Key": key });
