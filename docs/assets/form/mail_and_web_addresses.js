/** Addresses of mail and web, as rules/mail_and_web_addresses.py reads them. */
import { punycode } from "./punycode.js";
import { fault, ok, unmarked } from "./text_normalisation.js";

/** @param {string} text */
const inside = (text) => (/^[^<>]*<([^<>]*)>[.,; ]*$/.exec(text) || ["", text])[1].trim();

/** @param {string} text */
const firstForeign = (text) => (/[\u0370-\u03ff\u0400-\u052f]/.exec(text) || [""])[0];

/** @param {string} [text] */
const isLatin = (text = "") => /[a-z]/i.test(text);

const LOCAL = "[\\w.!#$%&'*+/=?^\\x60{|}~\\-]{1,64}", LABEL = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}_\\-]{0,61}[\\p{L}\\p{N}])?";
const EMAIL_SHAPE = new RegExp(`^${LOCAL}@(?:${LABEL}\\.)+(?:\\p{L}{2,63}|xn--[a-z0-9\\-]{1,59})$`, "iu");

/**
 * @param {string} raw
 * @returns {Judged}
 */
export function email(raw) {
  const typed = inside(unmarked(raw)).replace(/^mailto:\s*/i, "").replace(/[.,;: ]+$/, ""), [local, domain, more] = typed.split("@");
  if (more !== undefined) return fault("one_email");
  const letter = domain !== undefined && (firstForeign(local) || foreignLetter(domain));
  if (letter) return fault("foreign_letter", { letter });
  if (!EMAIL_SHAPE.test(typed) || /^\.|\.$|\.\./.test(local) || !decoded(domain)) return fault("invalid_email");
  return ok(`${local}@${domain.toLowerCase()}`);
}

const URL_SHAPE = /^https?:\/\/([^\s/?#@:"<>\\]+\.[^\s/?#@:"<>\\.]{2,})(?::[0-9]{1,5})?(?:[/?#][^\s"<>\\]*)?$/i;

/**
 * With a scheme, and without the mark that ended the sentence it stood in.
 *
 * @param {string} typed
 */
function wholeAddress(typed) {
  const [scheme = ""] = /^[a-z]+:\/\//i.exec(typed) || [], rest = typed.slice(scheme.length);
  return (scheme || "https://") + (/[/?#]/.test(rest) ? rest : rest.replace(/[.,;]+$/, ""));
}

/** @param {string} typed */
function areSeveral(typed) {
  const parts = typed.split(/[\s,;]+/).filter((part) => part);
  return parts.length > 1 && parts.every((part) => URL_SHAPE.test(part.includes("://") ? part : "https://" + part));
}

/**
 * @param {string} raw
 * @returns {Judged}
 */
export function url(raw) {
  const typed = inside(unmarked(raw));
  if (typed[0] === "@") return fault("url_of_name");
  const address = wholeAddress(typed), found = URL_SHAPE.exec(address);
  if (!found) return fault(areSeveral(typed) ? "one_url" : "invalid_url");
  const letter = foreignLetter(found[1]);
  if (letter) return fault("foreign_letter", { letter });
  return decoded(found[1]) ? ok(address) : fault("invalid_url");
}

/**
 * The letter that makes a domain another one than it looks.
 *
 * @param {string} domain
 */
function foreignLetter(domain) {
  const labels = decoded(domain.toLowerCase()) || [], last = labels[labels.length - 1];
  for (const label of labels) if (isLatin(label) && firstForeign(label)) return firstForeign(label);
  const alike = /^[\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u04bb\u04cf\u0501\u051b\u051d0-9-]+$/;
  if (isLatin(last)) return labels.map((label) => (alike.test(label) ? firstForeign(label) : "")).find(Boolean) || "";
  return labels.slice(-2).some(isLatin) ? firstForeign(last) : "";
}

/**
 * @param {string} domain
 * @returns {string[] | null}
 */
function decoded(domain) {
  const labels = domain.split(".").map((label) => (/^xn--/i.test(label) ? punycode(label.slice(4).toLowerCase()) : label));
  return labels.includes(null) ? null : /** @type {string[]} */ (labels);
}
