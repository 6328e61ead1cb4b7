/* The receipt. */
// The server's answers are shown, as they are stored, not the words that were typed; they do not stay on the device.
function succeed({ answers, ...told }, wasEarlier) {
  const since = Date.now(), receipt = { ...told, since, until: since + data.keyKeptMs };
  const kept = !!store.set(name + ":receipt", receipt);
  stopWaiting();
  if (answers && !wasEarlier) {
    form.reset();
    restore(answers);
    update();
  }
  const printed = wasEarlier ? [] : printedAnswers();
  if (!wasEarlier) forget();
  showReceipt(receipt, printed, wasEarlier ? [make("p", { class: "bq-note" }, say("first_accepted"))] : [], kept);
  byId("receipt-heading").focus();
}

const printedAnswers = () => Object.entries(data.sections).map(([id, ids]) => make("section", { class: "bq-printed" },
  make("h3", {}, sectionTitle(id)),
  make("dl", {}, ...lines(ids, true).map(([label, text]) => make("div", {}, make("dt", {}, label), make("dd", {}, make("span", { class: "bq-words", dir: "auto" }, text)))))));

let shownReceipt = {};

// A receipt that stands on the page loses its key with the one on the device, or when another tab forgets it.
function forgetOldKey(now = Date.now()) {
  window.baiqauForgetKeys(now);
  const { key, since, until, ...rest } = shownReceipt;
  if (!key || (since <= now && now < until && !isForgotten())) return;
  const receipt = byId("receipt"), printed = receipt.querySelectorAll(".bq-printed");
  receipt.remove();
  showReceipt(rest, printed, []);
  announce(say("key_forgotten"));
}

// Where the device keeps nothing, its receipt says nothing either.
const isForgotten = () => { const kept = store.get(name + ":receipt"); return !!kept && !kept.key; };

function forgetKeyNow() {
  if (!confirm(say("forget_key_sure"))) return;
  forgetOldKey(Infinity);
  byId("receipt-heading").focus();
}

function showReceipt(receipt, printed, notes, kept = true) {
  shownReceipt = receipt;
  const title = say("receipt_" + (receipt.mode || "title"));
  box.prepend(make("section", { id: "receipt" },
    make("h1", { id: "receipt-heading", tabindex: "-1", class: "bq-success" }, title), ...notes, filled("receipt-view", receipt),
    make("p", { class: "bq-buttons bq-noprint" }, button(say("print"), () => print()), button(say("another"), another),
      ...(receipt.key ? [button(say("forget_key"), forgetKeyNow)] : []), button(say("clear"), clearDevice)),
    make("p", { class: "bq-noprint" }, say(!kept ? "receipt_not_kept" : receipt.key ? "receipt_kept" : "key_forgotten", { time: duration(data.keyKeptMs) })), ...printed));
  form.hidden = true;
  if (byId("work")) byId("work").remove();
  showHeading();
  document.title = `${title} — ${ownTitle}`;
}

function filled(template, values) {
  const view = byId(template).content.cloneNode(true);
  if (!values.key) view.querySelectorAll("[data-of-key]").forEach((each) => each.remove());
  view.querySelectorAll("[data-slot]").forEach((each) => fillSlot(each, values));
  return view;
}

function fillSlot(node, receipt) {
  const key = node.dataset.slot;
  if (key === "link") {
    if (!receipt.key) return;
    const link = `${node.getAttribute("href")}#${receipt.number}.${receipt.key}`;
    node.setAttribute("href", link);
    return copyable(node, node.textContent, location.origin + link);
  }
  // What an earlier version of the form asked has no question here, only its words.
  if (key === "dropped") return listIn(node, receipt.dropped, (id) => (fields.has(id) ? labelOf(question(id)) : data.retired[id]));
  if (key === "required_documents") return listIn(node, receipt[key], (kind) => data.documents[kind]);
  const value = String(receipt[key] ?? "");
  node.textContent = key.endsWith("_at") ? `${moment(value, true)} (${data.zoneName})` : value;
  if (node.closest(".bq-big")) copyable(node, node.previousElementSibling.textContent, value, "dd");
}

function listIn(node, ids, name) {
  const labels = (ids || []).map(name).filter(Boolean).map((label) => make("li", {}, label));
  node.hidden = !labels.length;
  node.querySelector("ul").append(...labels);
}

function copyable(node, label, value, tag = "span") {
  if (!navigator.clipboard) return;
  node.after(" ", make(tag, { class: "bq-noprint" }, button(`${say("copy")}: ${label}`,
    () => navigator.clipboard.writeText(value).then(() => announce(say("copied"))))));
}

function another() {
  if (!confirm(say("another_sure"))) return;
  store.drop(name + ":receipt");
  renewSecret();
  location.reload();
}
