/**
 * The keys of presses. The same words from any tab of this device are one press: a secret of the device and a digest of
 * the words. Tabs learn of each other's writing a moment late, so nothing that is decided on the last second can be
 * relied upon.
 */
import { local } from "../shared/storage.js";
import { name } from "./page.js";

const SECRET = name + ":secret";
const newSecret = () => Array.from(crypto.getRandomValues(new Uint32Array(5)), (part) => part.toString(36)).join("-");

export const renewSecret = () => local.set(SECRET, newSecret());
export const keepSecret = () => local.get(SECRET) || renewSecret();

/**
 * The idempotency key of a press that sends `body`.
 *
 * @param {string} body
 */
export function keyOf(body) {
  const secret = local.get(SECRET) || newSecret();
  let [one, two] = [2166136261, 374761393];
  for (let i = 0; i < body.length; i += 1) {
    one = Math.imul(one ^ body.charCodeAt(i), 16777619);
    two = Math.imul(two ^ body.charCodeAt(i), 2246822519);
  }
  return [secret, one >>> 0, two >>> 0].map((part) => part.toString(36)).join("-");
}
