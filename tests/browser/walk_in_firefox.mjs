// One person's whole way in Firefox, driven by WebDriver BiDi: form with mistakes, draft, reading over, sending, receipt.
// Arguments: a folder of npm packages, Firefox, the form's address, and a file of answers as the form holds them.
// Prints what it saw, as JSON; what it waits for in vain ends it with an error.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [packages, executablePath, address, file] = process.argv.slice(2);
const puppeteer = createRequire(`${packages}/puppeteer-core/package.json`)("puppeteer-core");
const { name, answers } = JSON.parse(readFileSync(file, "utf-8"));
// A busy machine is late; what never comes fails all the same.
const patience = 90_000;
const browser = await puppeteer.launch({
  browser: "firefox", executablePath, headless: true, timeout: patience, protocolTimeout: 2 * patience,
});
const saw = {};
try {
  const page = await browser.newPage(), errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("dialog", (dialog) => dialog.accept());
  page.setDefaultTimeout(patience);
  await page.setViewport({ width: 390, height: 844 });
  const go = (id) => page.evaluate((hash) => { location.hash = hash; }, id);
  const text = (selector) => page.$eval(selector, (node) => node.innerText);
  const press = async (selector) => (await page.waitForSelector(selector, { visible: true })).click();
  await page.goto(address);
  await page.waitForSelector(".bq-js");
  // A mistake, and everything else unanswered: an early press.
  await go("section-leader");
  await (await page.waitForSelector("#leader_email", { visible: true })).type("почта");
  await go("check-answers");
  await press("#application [type=submit]");
  await page.waitForSelector("#problems");
  saw.mistakes = await page.$$eval("#problems a", (links) => links.length);
  saw.title = await page.title();
  // Answers kept on this device, one lacking; a draft on the server.
  await page.evaluate(([key, kept]) => localStorage.setItem(key, JSON.stringify({ answers: kept })), [name, answers]);
  await page.evaluate(() => { window.onpagehide = null; });
  await page.goto("about:blank");
  await page.goto(address);
  await page.waitForSelector(".bq-js");
  saw.kept = await page.$eval("#project_title", (field) => field.value);
  await go("section-applicant");
  await press("#section-applicant .bq-bar .bq-save");
  await page.waitForSelector(".bq-saved-draft");
  saw.missing = await page.$$eval(".bq-missing a", (links) => links.map((link) => link.textContent));
  await go("settlement");
  await (await page.waitForSelector("#settlement", { visible: true })).type("Есік");
  await go("check-answers");
  await page.waitForSelector(".bq-review dd");
  saw.review = (await text(".bq-review")).includes("Есік");
  await press("#application [type=submit]");
  await page.waitForSelector("#receipt");
  saw.receipt = await text("#receipt-heading");
  saw.number = await text("#receipt [data-slot=number]");
  // Pixels that stand beyond the window's edge; a scrollbar takes some of the window or none.
  saw.beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  saw.errors = errors;
} finally { await browser.close(); }
console.log(JSON.stringify(saw));
