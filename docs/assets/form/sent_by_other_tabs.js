/** What other tabs of this device have sent. */
import { local } from "../shared/storage.js";
import { slot } from "./device.js";
import { form, name } from "./page.js";
import { agree, dropNoteOfTab, save, tellOfTab } from "./kept_words.js";
import { button, say } from "./words.js";

const SENT = name + ":sent";
// The last attempt any tab made and got through, as this tab knew it when it began or when it sent one itself.
let known = local.get(SENT);

/** The key of a sending of another tab that this one has not taken note of; null where there is none. */
export const sentElsewhere = () => {
  const sent = local.get(SENT);
  return sent && sent !== known ? sent : null;
};

export const acknowledge = () => { known = local.get(SENT); };

/** @param {string} key */
export function rememberSending(key) {
  known = key;
  local.set(SENT, key);
}

export function showReceiptOfOther() {
  save();
  location.reload();
}

/**
 * One tab sends at a time, where the browser can arrange it; where not, the common key still makes one press of two.
 *
 * @param {() => Promise<void> | void} act
 */
export const inTurn = (act) => (navigator.locks ? navigator.locks.request(name, act) : act());

addEventListener("storage", ({ key }) => {
  if (key && !key.startsWith(name)) return;
  const receipt = local.get(name + ":receipt");
  if (sentElsewhere() && receipt && !form.hidden && local.text(slot) === null) {
    dropNoteOfTab();
    tellOfTab(say("tab_sent", receipt), "", button(say("tab_show"), showReceiptOfOther));
  } else if (!form.hidden) agree();
});
