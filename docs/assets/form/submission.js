/** A new application sent, once. */
import { persist, state } from "./device.js";
import { tellAnotherSent, tellOutcome } from "./outcome.js";
import { post } from "./requests.js";
import { keyOf } from "./idempotency_keys.js";
import { sentElsewhere } from "./sent_by_other_tabs.js";

/**
 * True when an earlier submission nobody knew the fate of had come in after all, or still is not known: it comes before
 * everything else.
 */
export async function settleEarlier() {
  const earlier = await post(state.pending, state.key);
  if (!earlier.refusal) {
    tellOutcome(earlier, true);
    return true;
  }
  persist({ pending: null, key: null });
  return false;
}

/** @param {string} body */
export async function send(body) {
  if (state.pending && state.pending !== body && await settleEarlier()) return;
  await sendOnce(body, sentElsewhere());
}

/**
 * @param {string} body
 * @param {string | null} elsewhere the key of another tab's sending
 */
async function sendOnce(body, elsewhere) {
  const isFirst = state.pending !== body;
  persist({ pending: body, key: state.key || elsewhere || keyOf(body) });
  const result = await post(body, state.key);
  // What never left is nobody's attempt: other words may be sent next.
  if (result.unsent && isFirst) persist({ pending: null, key: null });
  // The key of another tab's sending finds that application where the words are the same, and no other.
  if (elsewhere && result.refusal && result.refusal.status === 409) return tellAnotherSent();
  tellOutcome(result, false);
}
