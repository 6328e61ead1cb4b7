/* The form's kinder half. Without it everything still works: the server judges, keeps and answers.
   Limits, conditions and words come from a script beside it, made from the call's definition (pages/form_data.py).
   These files are one script in their order (docs/_hook/scripts.py). Here: small things. */
const box = document.getElementById("bq"), data = window.baiqauForm;
if (!box || !data || !window.AbortController || !window.CSS) return;
const byId = (id) => document.getElementById(id);
const form = byId("application");
const name = "baiqau:" + box.dataset.call;


// As call/sentences.py: `{limit|знака|знаков|знаков}` is the noun that goes with the number; quotes inside «…» are „…“.
const counted = (n, forms) => forms[n % 10 === 1 && n % 100 !== 11 ? 0 : n % 10 > 1 && n % 10 < 5 && (n % 100 < 12 || n % 100 > 14) ? 1 : 2];
const fill = (text, params) => text.replace(/(«?){(\w+)\|?([^{}]*)}(?=(»?))/g, (all, open, key, forms, close) => {
  if (!(key in params)) return all;
  const value = String(params[key]);
  return forms ? open + counted(+value.replace(/\D/g, ""), forms.split("|")) : open && close ? quoted(value).slice(0, -1) : open + value;
});
const quoted = (text) => `«${text.replace(/«/g, "„").replace(/»/g, "“")}»`;
const say = (key, params = {}) => fill(data.words[key], params);
const spaced = (number) => {
  const [whole, part] = String(number).split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, "\u00a0") + (part ? "," + part : "");
};
const make = (tag, attributes, ...children) => {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children);
  return node;
};
const button = (text, onclick, kind = "bq-plain") => make("button", { type: "button", class: kind, onclick }, text);
const later = (act, ms) => {
  let timer;
  return () => { clearTimeout(timer); timer = setTimeout(act, ms); };
};
// A private window may refuse storage; the form then works without it and says so.
const tried = (act) => { try { return act(localStorage); } catch { return null; } };
const store = {
  get: (key) => tried((kept) => JSON.parse(kept.getItem(key))),
  set: (key, value) => tried((kept) => { kept.setItem(key, JSON.stringify(value)); return true; }),
  drop: (key) => tried((kept) => kept.removeItem(key)),
};
const newKey = () => Array.from(crypto.getRandomValues(new Uint32Array(5)), (part) => part.toString(36)).join("-");
const live = make("p", { class: "bq-unseen", role: "status" });
const announce = (text) => { live.textContent = text; };
