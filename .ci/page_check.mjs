// Open report.html from disk without a network, and use it as a reader would.
//
//   node page_check.mjs REPORT.html MODULES PROFILE [PICTURES]
//
// MODULES is the folder in which axe-core and puppeteer-core are installed, PROFILE an empty folder
// for the browser, PICTURES a folder for screenshots at phone, laptop and print size. Exits with 1
// and one line for each fault: a console error, a request, a serious or critical finding of axe-core,
// or a failure of the keyboard, sorting, filters or links.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import path from "node:path";

const [report, modules, profile, pictures] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(modules), "package.json"));
const puppeteer = require("puppeteer-core");
const address = pathToFileURL(path.resolve(report)).href;
const faults = [];
const check = (passed, fault) => { if (!passed) faults.push(fault); };

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  userDataDir: path.resolve(profile),
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});
const open = async (width, height, script = true) => {
  const page = await browser.newPage();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (fault) => faults.push(`script: ${fault.message}`));
  page.on("request", (request) => {
    const url = request.url().split("#")[0];
    if (url !== address && !url.startsWith("data:")) faults.push(`request: ${url.slice(0, 200)}`);
  });
  await page.setOfflineMode(true);
  await page.setJavaScriptEnabled(script);
  await page.setViewport({ width, height });
  await page.goto(address, { waitUntil: "load" });
  return page;
};
const shoot = async (page, name) => {
  if (pictures) await page.screenshot({ path: path.join(pictures, name) });
};

const laptop = await open(1280, 800);
const focus = () => laptop.evaluate(() => document.activeElement.textContent.trim());
await laptop.keyboard.press("Tab");
check((await focus()).startsWith("Skip"), "the first Tab does not reach the link that skips the contents");
await shoot(laptop, "laptop.png");

const sorted = await laptop.evaluate(() => {
  const table = document.querySelector("main table");
  const heads = table.tHead.rows[0].cells;
  const before = [...table.tBodies].map((body) => body.rows.length).join();
  const button = heads[0].querySelector("button");
  const states = [];
  for (let k = 0; k < 3; k += 1) {
    button.click();
    states.push(heads[0].getAttribute("aria-sort"));
  }
  return { states, unmoved: before === [...table.tBodies].map((body) => body.rows.length).join() };
});
check(sorted.states.join() === "ascending,descending,none", `sorting reports ${sorted.states}`);
check(sorted.unmoved, "sorting moved rows between groups");

const links = await laptop.evaluate(() =>
  [...document.querySelectorAll('a[href^="#"]')]
    .map((link) => link.getAttribute("href").slice(1))
    .filter((id) => !document.getElementById(id)));
check(links.length === 0, `links without a target: ${links.slice(0, 5)}`);

const filtered = await laptop.evaluate(() => {
  const form = document.getElementById("filters");
  const rows = [...document.querySelectorAll("#results tbody tr")];
  const set = (name, value) => {
    form.elements[name].value = value;
    form.dispatchEvent(new Event("input"));
    return rows.filter((row) => !row.hidden);
  };
  const matches = set("analysis", "Adverse events");
  const correct = matches.every((row) => row.dataset.analysis === "Adverse events");
  location.hash = "#row-0";
  return { matches: matches.length, all: rows.length, correct };
});
await new Promise((done) => setTimeout(done, 300));
const analysis = await laptop.evaluate(() =>
  !document.getElementById("row-0").hidden && document.getElementById("filters").analysis.value);
check(filtered.matches > 0 && filtered.matches < filtered.all && filtered.correct, "the filter does not work");
check(analysis === "", "a link to a hidden row does not show it");
await shoot(laptop, "laptop-numbers.png");

// The content security policy of the page admits no script; the debugger bypasses it.
await laptop.evaluate(readFileSync(require.resolve("axe-core"), "utf8"));
const axe = await laptop.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
for (const finding of axe.violations) {
  const line = `axe ${finding.impact}: ${finding.id}, ${finding.nodes.length} nodes, ${finding.help}`;
  if (["serious", "critical"].includes(finding.impact)) {
    faults.push(`${line}: ${finding.nodes[0].html.slice(0, 200)}`);
  } else {
    console.log(line);
  }
}

const phone = await open(390, 844);
const excess = await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth);
check(excess <= 0, `the page is ${excess} pixels wider than a phone`);
await shoot(phone, "phone.png");
await phone.evaluate(() => document.querySelector("figure").scrollIntoView());
await shoot(phone, "phone-figure.png");

const plain = await open(1280, 800, false);
const readable = await plain.$$eval("#results tbody tr", (rows) => rows.length);
check(readable === filtered.all, "rows are missing without JavaScript");
check(await plain.$eval("#filters", (form) => form.hidden), "filters are visible without JavaScript");
if (pictures) {
  await laptop.pdf({ path: path.join(pictures, "print.pdf"), preferCSSPageSize: true, printBackground: true });
}
await browser.close();
faults.forEach((fault) => console.error(fault));
console.log(faults.length ? `${faults.length} faults` : `no fault; axe-core passed ${axe.passes.length} rules`);
process.exit(faults.length ? 1 : 0);
