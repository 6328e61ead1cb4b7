/** Numbers and keys that this tab or this device keeps. */
import { local, session } from "../shared/storage.js";
import { found, own } from "./page.js";

/** What this tab has open, over a reload and a change of language; never longer than the tab, nor than a receipt's key. */
export const tab = {
  get() {
    const one = session.get(`${own}:my`);
    return one && one.since <= Date.now() && Date.now() < one.until ? one : null;
  },
  /** @param {{ number: string, key?: string } | null} one */
  set(one) {
    const since = Date.now(), until = since + Number(found.dataset.keyKept);
    session.set(`${own}:my`, one && { ...one, since, until });
  },
};

export const receiptOf = () => local.get(`${own}:receipt`);
const slotOf = () => local.get(`${own}:slot`);

/** The application the form is at work on, if any. */
export const workOf = () => (local.get(slotOf() || "") || {}).work;

/** A link kept from a draft or a receipt: number and key behind the `#`, which no server ever sees. Then they go. */
export function fromAddress() {
  const parts = /^#([\w-]+)\.([\w-]+)$/.exec(location.hash);
  if (!parts) return null;
  history.replaceState(null, "", location.pathname);
  return { number: parts[1], key: parts[2] };
}

/**
 * What was withdrawn is no longer the form's work, nor its receipt proof; its words stay for a new application.
 *
 * @param {string} number
 */
export function letGo(number) {
  const slot = slotOf(), { work, answers } = local.get(slot || "") || {};
  // The same words sent again are another application now (form/idempotency_keys.js).
  local.drop(`${own}:secret`);
  if ((receiptOf() || {}).number === number) local.drop(`${own}:receipt`);
  if (!work || work.number !== number) return;
  if (!local.get(own)) local.set(own, { answers });
  [slot, `${own}:slot`].forEach(local.drop);
}
