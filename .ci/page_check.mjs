// Open report.html from disk with the network off and try it as a reader would.
//
//   node page_check.mjs REPORT.html MODULES PROFILE [PICTURES]
//
// MODULES is the folder that holds axe-core and puppeteer-core, PROFILE a new empty folder for the
// browser, PICTURES a folder for screenshots at phone, laptop and print size. Ends with status 1 and
// a line for each fault: a console error, a request, a serious or critical finding of axe-core, or
// something of the keyboard, sorting, filters or links that does not work.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import path from "node:path";

const [report, modules, profile, pictures] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(modules), "package.json"));
const puppeteer = require("puppeteer-core");
const address = pathToFileURL(path.resolve(report)).href;
const faults = [];
const must = (holds, words) => { if (!holds) faults.push(words); };

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  userDataDir: path.resolve(profile),
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});
const open = async (width, height, script = true) => {
  const page = await browser.newPage();
  page.on("console", (told) => {
    if (["error", "warning"].includes(told.type())) faults.push(`console: ${told.text()}`);
  });
  page.on("pageerror", (fault) => faults.push(`script: ${fault.message}`));
  page.on("request", (asked) => {
    const url = asked.url().split("#")[0];
    if (url !== address && !url.startsWith("data:")) faults.push(`request: ${url.slice(0, 200)}`);
  });
  await page.setOfflineMode(true);
  await page.setJavaScriptEnabled(script);
  await page.setViewport({ width, height });
  await page.goto(address, { waitUntil: "load" });
  return page;
};
const shoot = async (page, name, whole = false) => {
  if (pictures) await page.screenshot({ path: path.join(pictures, name), fullPage: whole });
};

const laptop = await open(1280, 800);
const focus = () => laptop.evaluate(() => document.activeElement.textContent.trim());
await laptop.keyboard.press("Tab");
must((await focus()).startsWith("Skip"), "the first key does not reach the link past the contents");
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
  return { states, same: before === [...table.tBodies].map((body) => body.rows.length).join() };
});
must(sorted.states.join() === "ascending,descending,none", `sorting tells ${sorted.states}`);
must(sorted.same, "sorting moved rows between groups");

const links = await laptop.evaluate(() =>
  [...document.querySelectorAll('a[href^="#"]')]
    .map((link) => link.getAttribute("href").slice(1))
    .filter((id) => !document.getElementById(id)));
must(links.length === 0, `links that lead nowhere: ${links.slice(0, 5)}`);

const filtered = await laptop.evaluate(() => {
  const form = document.getElementById("filters");
  const rows = [...document.querySelectorAll("#results tbody tr")];
  const set = (name, value) => {
    form.elements[name].value = value;
    form.dispatchEvent(new Event("input"));
    return rows.filter((row) => !row.hidden);
  };
  const few = set("analysis", "safety");
  const right = few.every((row) => row.dataset.analysis === "safety");
  location.hash = "#row-0";
  return { few: few.length, all: rows.length, right };
});
await new Promise((done) => setTimeout(done, 300));
const back = await laptop.evaluate(() =>
  !document.getElementById("row-0").hidden && document.getElementById("filters").analysis.value);
must(filtered.few > 0 && filtered.few < filtered.all && filtered.right, "the filter does not filter");
must(back === "", "a link to a hidden row does not show it");
await shoot(laptop, "laptop-numbers.png");

// The policy of the page lets no script in; the debugger may.
await laptop.evaluate(readFileSync(require.resolve("axe-core"), "utf8"));
const told = await laptop.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
for (const finding of told.violations) {
  const line = `axe ${finding.impact}: ${finding.id}, ${finding.nodes.length} times, ${finding.help}`;
  if (["serious", "critical"].includes(finding.impact)) {
    faults.push(`${line}: ${finding.nodes[0].html.slice(0, 200)}`);
  } else {
    console.log(line);
  }
}

const phone = await open(390, 844);
const wide = await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth);
must(wide <= 0, `the page is ${wide} pixels wider than a phone`);
await shoot(phone, "phone.png", false);
await phone.evaluate(() => document.querySelector("figure").scrollIntoView());
await shoot(phone, "phone-figure.png");

const plain = await open(1280, 800, false);
const readable = await plain.$$eval("#results tbody tr", (rows) => rows.length);
must(readable === filtered.all, "without script rows are missing");
must(await plain.$eval("#filters", (form) => form.hidden), "without script filters are shown");
if (pictures) {
  await laptop.pdf({ path: path.join(pictures, "print.pdf"), preferCSSPageSize: true, printBackground: true });
}
await browser.close();
faults.forEach((fault) => console.error(fault));
console.log(faults.length ? `${faults.length} faults` : `no fault; axe-core tried ${told.passes.length} rules`);
process.exit(faults.length ? 1 : 0);
