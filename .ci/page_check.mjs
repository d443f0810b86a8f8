// Open report.html from disk without a network, and use it as a reader would.
//
//   node page_check.mjs REPORT.html MODULES PROFILE [PICTURES]
//
// MODULES is the folder in which axe-core and puppeteer-core are installed, PROFILE an empty folder
// for the browser, PICTURES a folder for screenshots (phone, laptop, large screen; light and dark)
// and a PDF. Exits with 1 and one line for each fault: a console error, a request, a serious or
// critical finding of axe-core, too many stops of the Tab key, or a failure of the first screen, the
// panel of a number, the curves, the filters, the sorting, the links or print.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import path from "node:path";

const MOST_STOPS = 120;
const [report, modules, profile, pictures] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(modules), "package.json"));
const puppeteer = require("puppeteer-core");
const axeSource = readFileSync(require.resolve("axe-core"), "utf8");
const address = pathToFileURL(path.resolve(report)).href;
const faults = [];
const check = (passed, fault) => { if (!passed) faults.push(fault); };

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  userDataDir: path.resolve(profile),
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});
const open = async (width, height, { script = true, scheme = "light" } = {}) => {
  const page = await browser.newPage();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (fault) => faults.push(`script: ${fault.message}`));
  page.on("request", (request) => {
    const url = request.url().split("#")[0];
    if (url !== address && !url.startsWith("data:")) faults.push(`request: ${url.slice(0, 200)}`);
  });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.setOfflineMode(true);
  await page.setJavaScriptEnabled(script);
  await page.setViewport({ width, height });
  await page.goto(address, { waitUntil: "load" });
  return page;
};
const shoot = async (page, name) => {
  if (pictures) await page.screenshot({ path: path.join(pictures, name) });
};
let passed = 0;
const axe = async (page, where) => {
  // The content security policy of the page admits no script; the debugger bypasses it.
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  passed = Math.max(passed, found.passes.length);
  for (const finding of found.violations) {
    const line = `axe, ${where}, ${finding.impact}: ${finding.id}, ${finding.nodes.length} nodes, ${finding.help}`;
    if (["serious", "critical"].includes(finding.impact)) {
      faults.push(`${line}: ${finding.nodes[0].html.slice(0, 200)}`);
    } else {
      console.log(line);
    }
  }
};

const laptop = await open(1366, 768);
const focused = () => laptop.evaluate(() => document.activeElement.textContent.trim());
await shoot(laptop, "laptop.png");
const below = await laptop.evaluate(() => [...document.querySelectorAll(".first > *, .tile .main")]
  .filter((part) => part.getBoundingClientRect().top > innerHeight * 0.9).length);
check(below === 0, `${below} parts of the summary begin below the first screen of a laptop`);
await laptop.keyboard.press("Tab");
check((await focused()).startsWith("Skip"), "the first Tab does not reach the link that skips the contents");

const stops = await laptop.evaluate(() =>
  [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex]")]
    .filter((part) => part.tabIndex >= 0 && !part.closest("[hidden]") && part.checkVisibility()).length);
check(stops <= MOST_STOPS, `the page has ${stops} stops of the Tab key outside closed sections`);

// A number of a table opens its panel by keyboard; Escape closes it and the number is focused again.
const start = await laptop.evaluate(() => {
  const links = document.querySelectorAll("#results table a");
  links[0].focus();
  return { y: scrollY, second: links[1].textContent };
});
await laptop.keyboard.press("ArrowRight");
check(await focused() === start.second, "an arrow key does not reach the next number of a table");
const before = await laptop.evaluate(() => scrollY);
await laptop.keyboard.press("Enter");
const shown = await laptop.evaluate(() => {
  const panel = document.getElementById("panel");
  return { open: !panel.hidden, focus: document.activeElement === panel, y: scrollY, text: panel.innerText };
});
check(shown.open && shown.focus, "Enter on a number does not open its panel");
check(shown.y === before, "opening the panel moves the page");
for (const name of ["Estimate", "n\n", "Role", "Method", "Planned", "Definition"]) {
  check(shown.text.includes(name), `the panel of a number has no ${name.trim()}`);
}
await shoot(laptop, "laptop-panel.png");
await axe(laptop, "panel open");
await laptop.keyboard.press("Escape");
const closed = await laptop.evaluate(() => document.getElementById("panel").hidden);
check(closed && await focused() === start.second, "Escape does not close the panel and return");

const links = await laptop.evaluate(() =>
  [...document.querySelectorAll('a[href^="#"]')]
    .map((link) => link.getAttribute("href").slice(1))
    .filter((id) => !document.getElementById(id)));
check(links.length === 0, `links without a target: ${links.slice(0, 5)}`);

const sections = await laptop.evaluate(async () => {
  const wrong = [];
  for (const link of document.querySelectorAll("nav a")) {
    link.click();
    await new Promise((done) => setTimeout(done, 150));
    const now = document.querySelector("nav a[aria-current]");
    if (now !== link) wrong.push(`${link.textContent} marks ${now ? now.textContent : "none"}`);
  }
  return wrong;
});
check(sections.length === 0, `the contents mark another section: ${sections}`);

const curves = await laptop.evaluate(() => {
  const form = document.querySelector(".readout");
  if (!form) return null;
  const cells = () => [...form.querySelectorAll("tbody td")].map((cell) => cell.textContent).join();
  const slider = form.elements.month;
  slider.value = 0;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  const first = cells();
  slider.value = slider.max;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  const box = form.querySelector("input[type=checkbox]");
  const parts = box ? [...form.closest("figure").querySelectorAll(`svg .${box.name}`)] : [];
  if (box) box.click();
  const hidden = parts.every((part) => getComputedStyle(part).display === "none");
  if (box) box.click();
  const again = parts.every((part) => getComputedStyle(part).display !== "none");
  return { moved: first !== cells(), full: first.includes("100%"), parts: parts.length, switched: !box || (hidden && again) };
});
check(!curves || (curves.moved && curves.full), "the slider does not show the values of the curves");
check(!curves || curves.switched, "a group of the curves is not hidden and shown by its switch");

const filtered = await laptop.evaluate(() => {
  const form = document.getElementById("filters");
  const rows = [...document.querySelectorAll("#every tbody tr")];
  const place = [...document.querySelectorAll("#every thead th")].findIndex((head) => head.textContent === "Role");
  const roles = rows.map((row) => row.cells[place].textContent);
  form.elements.role.value = "Sensitivity";
  form.dispatchEvent(new Event("input"));
  const matches = rows.filter((row) => !row.hidden);
  const correct = matches.every((row) => row.cells[place].textContent === "Sensitivity");
  const hidden = rows.find((row) => row.hidden).id;
  location.hash = `#${hidden}`;
  return { matches: matches.length, all: rows.length, correct, hidden, first: roles.lastIndexOf("Reported") < roles.indexOf("Sensitivity") };
});
await new Promise((done) => setTimeout(done, 300));
const revealed = await laptop.evaluate((id) =>
  !document.getElementById(id).hidden && document.getElementById("filters").role.value === ""
    && document.getElementById(id).closest("details").open, filtered.hidden);
check(filtered.matches > 0 && filtered.matches < filtered.all && filtered.correct, "the filter does not work");
check(filtered.first, "reported rows are not first");
check(revealed, "a link to a hidden row in a closed section does not show it");
const sorted = await laptop.evaluate(() => {
  const head = document.querySelector("#every thead th");
  const order = () => [...document.querySelectorAll("#every tbody tr")].map((row) => row.id).join();
  const at = order();
  const states = [0, 1, 2].map(() => {
    head.querySelector("button").click();
    return head.getAttribute("aria-sort");
  });
  return { states: states.join(), same: at === order(), others: document.querySelectorAll("table:not(#every) th button").length };
});
check(sorted.states === "ascending,descending,none" && sorted.same, `sorting reports ${sorted.states}`);
check(sorted.others === 0, "a table can be sorted whose rows depend on each other");
await shoot(laptop, "laptop-numbers.png");
await axe(laptop, "every number");

const dark = await open(1920, 1080, { scheme: "dark" });
const lightness = await dark.evaluate(() =>
  getComputedStyle(document.body).backgroundColor.match(/\d+/g).reduce((sum, part) => sum + Number(part), 0));
check(lightness < 200, "the page is not dark where the reader asks for it");
await dark.evaluate(() => document.querySelectorAll("details").forEach((part) => { part.open = true; }));
await axe(dark, "dark, every section open");
await dark.evaluate(() => scrollTo(0, 0));
await shoot(dark, "large-dark.png");

const phone = await open(390, 844);
const excess = await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth);
check(excess <= 0, `the page is ${excess} pixels wider than a phone`);
await axe(phone, "phone");
await shoot(phone, "phone.png");
await phone.evaluate(() => document.querySelector("figure").scrollIntoView());
await shoot(phone, "phone-figure.png");

const plain = await open(1366, 768, { script: false });
const readable = await plain.$$eval("#every tbody tr", (rows) => rows.length);
check(readable === filtered.all, "rows are missing without JavaScript");
check(await plain.$eval("#filters", (form) => form.hidden), "filters are visible without JavaScript");

const paper = await open(720, 1000);
await paper.emulateMediaType("print");
const printed = await paper.evaluate(() => {
  const seen = (part) => part.checkVisibility();
  const tables = [...document.querySelectorAll("table")].filter(seen);
  return {
    cut: tables.filter((table) => table.getBoundingClientRect().right > innerWidth + 1).length,
    tools: [...document.querySelectorAll("nav, #panel, .filters, .readout, #every")].filter(seen).length,
    silent: [...document.querySelectorAll("section")].filter((own) =>
      own.querySelector("details:not([open])") && !seen(own.querySelector(".printed") || own)).length,
  };
});
check(printed.cut === 0, `${printed.cut} tables are cut at the edge of the paper`);
check(printed.tools === 0, `${printed.tools} tools of the screen are printed`);
check(printed.silent === 0, `${printed.silent} closed sections are omitted without a word`);
if (pictures) {
  await paper.pdf({ path: path.join(pictures, "print.pdf"), preferCSSPageSize: true, printBackground: true });
}
await browser.close();
faults.forEach((fault) => console.error(fault));
console.log(faults.length ? `${faults.length} faults` : `no fault; ${stops} stops of the Tab key; axe-core passed ${passed} rules`);
process.exit(faults.length ? 1 : 0);
