// Check the built site in headless Chromium: `make check-site` runs this.
//
// Every page is opened light and dark, and looked at in three widths: no axe violation, no error in the console, no request
// to another host, nothing to scroll sideways, nothing cut off, every picture described, no formula in red, not too heavy.
// What is wider than the page may scroll in a box that shows it; code never does. Then once: every internal link
// and anchor leads somewhere, the framework tabs synchronise, are remembered, work with the keyboard and without
// JavaScript, and every number says what it is. CHROMIUM names the browser, if it is not the one in Debian's place.
//
// A page that passed is remembered in _build/.checked.json, and is not opened again until it, or what decides about its
// look, has changed: two editions of the book have most pages in common. Links are followed every time.
//
// The site is served as it is published: below the path that its canonical addresses name, with 404.html, whatever was
// asked for, in place of what is not there.

import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { dirname, extname, join, posix, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const require = createRequire(join(root, "package.json"));
const { chromium } = require("playwright-core");
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const site = join(root, "_build", "html");
const memory = join(root, "_build", ".checked.json");
const widths = { desktop: { width: 1280, height: 900 }, wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const themes = ["light", "dark"];
const heaviest = 1_200_000; // bytes of a page with its styles, scripts and fonts, but without its figures
const atOnce = availableParallelism(); // pages
const patience = 180_000; // milliseconds, for a machine that is busy with other things
const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const types = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml",
  ".png": "image/png", ".json": "application/json", ".woff2": "font/woff2", ".ipynb": "application/json" };

const lost = "404.html";
const canonical = (name) => /<link rel="canonical" href="([^"]+)"/.exec(readFileSync(join(site, name), "utf8"))[1];
const base = new URL(".", canonical(lost)).pathname;                      // "/rnncourse/"
const address = (origin, name) => `${origin}${base}${name === lost ? "no/such/page.html" : name}`;

const problems = new Set();
const faulty = new Set(); // the pages that have a problem
function fail(name, message, look) {
  faulty.add(name);
  problems.add(`${name}${look ? ` (${look})` : ""}: ${message}`);
}

const brokeOff = (error) => `the check broke off: ${error.message.split("\n")[0]}`;

function pages() {
  return readdirSync(site, { recursive: true })
    .map((path) => String(path).split(sep).join(posix.sep))
    .filter((path) => path.endsWith(".html") && !path.startsWith("_"))
    .filter((path) => !/http-equiv="Refresh"/i.test(readFileSync(join(site, path), "utf8")))
    .sort();
}

const digest = (content) => createHash("sha256").update(content).digest("hex");
const digests = new Map();
function digestOfFile(path) {
  if (!digests.has(path)) digests.set(path, statSync(path, { throwIfNoEntry: false })?.isFile() ? digest(readFileSync(path)) : "missing");
  return digests.get(path);
}

// One digest of what decides about the look of every page: styles, scripts, fonts, this check and the browser that makes it.
function surroundings(browser) {
  const shared = readdirSync(join(site, "_static"), { recursive: true })
    .filter((path) => /\.(css|js|woff2)$/.test(path))
    .map((path) => join("_build/html/_static", path));
  const files = ["tools/check_site.mjs", "package-lock.json", ...shared.sort()];
  return digest(JSON.stringify([browser.version(), ...files.map((path) => [path, digestOfFile(join(root, path))])]));
}

// The digest of a page, of its pictures and scripts, and of what stands around it.
function digestOfPage(name, around) {
  const html = readFileSync(join(site, name), "utf8");
  const sources = [...html.matchAll(/<(?:img|script)\b(?:"[^"]*"|[^">])*?\ssrc="([^"]+)"/g)]
    .map(([, source]) => new URL(source.replaceAll("&amp;", "&"), address("http://x", name)))
    .filter((url) => url.origin === "http://x");
  const files = sources.map(({ pathname }) => digestOfFile(join(site, decodeURIComponent(pathname.slice(base.length)))));
  return digest(JSON.stringify([around, name, html, files]));
}

// What is known of the pages that passed: page -> { digest, ids, links }. A file that cannot be read counts as empty.
function recall() {
  try {
    const passed = Object.entries(JSON.parse(readFileSync(memory, "utf8")));
    return new Map(passed.filter(([, { ids, links }]) => Array.isArray(ids) && Array.isArray(links)));
  } catch {
    return new Map();
  }
}

function remember(passed) {
  writeFileSync(`${memory}.new`, JSON.stringify(passed));
  renameSync(`${memory}.new`, memory);
}

function serve() {
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url, "http://x").pathname);
    const path = join(site, asked.slice(base.length));
    const found = asked.startsWith(base) && path.startsWith(site) && existsSync(path) && !statSync(path).isDirectory();
    const sent = found ? path : join(site, lost);
    response.writeHead(found ? 200 : 404, { "content-type": types[extname(sent)] ?? "application/octet-stream" });
    createReadStream(sent).pipe(response);
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

// Note what a page asks for and complains about.
function listen(page, name, origin) {
  page.on("console", (message) => {
    const { url } = message.location();
    const expected = name === lost && url === address(origin, lost); // that it is not there
    if (message.type() === "error" && !expected) fail(name, `console: ${message.text()} ${url}`);
  });
  page.on("pageerror", (error) => fail(name, `script error: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith("data:")) fail(name, `asks another host: ${url}`);
  });
}

async function open(browser, origin, name, theme) {
  const context = await browser.newContext({ viewport: widths.desktop, colorScheme: theme, reducedMotion: "reduce" });
  await context.addInitScript((mode) => {
    localStorage.setItem("mode", mode);
    localStorage.setItem("theme", mode);
  }, theme);
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  listen(page, name, origin);
  await page.goto(address(origin, name), { waitUntil: "load" });
  return { context, page };
}

// What axe looks for: contrast depends on the theme alone, everything else on the width alone, so no rule is asked twice.
const contrast = ["color-contrast", "link-in-text-block"];
const rules = {
  "desktop, light": {},
  "desktop, dark": { runOnly: { type: "rule", values: contrast } },
  "phone, light": { rules: Object.fromEntries(contrast.map((id) => [id, { enabled: false }])) },
};

async function checkLooks(page, name, theme) {
  const weight = await page.evaluate(bytesWithoutImages);
  if (weight > heaviest) fail(name, `weighs ${weight} bytes without its figures, more than ${heaviest}`, theme);
  const facts = await page.evaluate(idsAndLinks);
  await page.evaluate(axeSource);
  for (const [size, viewport] of Object.entries(widths)) {
    await page.setViewportSize(viewport);
    const look = `${size}, ${theme}`;
    for (const message of await page.evaluate(lookFaults, theme)) fail(name, message, look);
    if (theme === "light") for (const message of await page.evaluate(cutOff)) fail(name, message, look);
    if (!(look in rules)) continue;
    const { violations } = await page.evaluate((options) => window.axe.run(document, { resultTypes: ["violations"], ...options }), rules[look]);
    for (const { id, help, nodes } of violations) {
      fail(name, `axe ${id}: ${help}; ${nodes.length} places, the first: ${nodes[0].html.slice(0, 160)} ${nodes[0].any[0]?.message ?? ""}`, look);
    }
  }
  return facts;
}

// Look at a page in one theme; give its ids and links, unless the page could not be looked at.
async function visit(browser, origin, name, theme) {
  try {
    const { context, page } = await open(browser, origin, name, theme);
    try {
      return await checkLooks(page, name, theme);
    } finally {
      await context.close();
    }
  } catch (error) {
    fail(name, brokeOff(error), theme);
  }
}

// Runs in the page.
function bytesWithoutImages() {
  const loaded = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  return loaded.filter((entry) => !/\.(svg|png)$/.test(new URL(entry.name).pathname)).reduce((sum, entry) => sum + entry.decodedBodySize, 0);
}

// Runs in the page.
function lookFaults(theme) {
  const found = [];
  const html = document.documentElement;
  if (html.dataset.theme !== theme) found.push(`the theme is ${html.dataset.theme}`);
  const wide = html.scrollWidth - html.clientWidth;
  if (wide > 0) {
    const sticksOut = (e) => e.getBoundingClientRect().right > html.clientWidth + 1;
    const boxed = (e) => e !== document.body && (/auto|scroll|hidden/.test(getComputedStyle(e).overflowX) || boxed(e.parentElement));
    const culprit = [...document.querySelectorAll("main *")].find((e) => sticksOut(e) && !boxed(e));
    found.push(`scrolls sideways by ${wide} pixels, because of ${culprit ? culprit.outerHTML.slice(0, 120) : "something outside main"}`);
  }
  for (const image of document.images) {
    if (!image.alt.trim()) found.push(`no alt text: ${image.src.split("/").pop()}`);
    if (image.complete && !image.naturalWidth) found.push(`does not load: ${image.src.split("/").pop()}`);
  }
  const red = document.querySelector(".katex-error, [style*='#cc0000'], [mathcolor='#cc0000']");
  if (red) found.push(`formula that KaTeX does not understand: ${red.textContent.slice(0, 80)}`);
  return found;
}

// Runs in the page. A box that scrolls has the class `scrolls`, which shades its edge: course.js.
function cutOff() {
  dispatchEvent(new Event("resize"));
  const shown = (e) => e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && !e.closest("details:not([open])");
  const cut = (selector, allowed = () => false) => [...document.querySelectorAll(selector)]
    .filter((e) => shown(e) && e.scrollWidth > e.clientWidth + 1 && !allowed(e));
  const marked = (e) => e.classList.contains("scrolls");
  return [
    ...cut(".cell_input pre").map((e) => ["code", e]),
    ...cut(".bd-article pre:not(.cell_input pre)", marked).map((e) => ["output", e]),
    ...cut("div.cell_output, .pst-scrollable-table-container", marked).map((e) => ["table", e]),
    ...cut("div.math, .katex-display", (e) => marked(e.closest("div.math"))).map((e) => ["formula", e]),
  ].map(([kind, e]) => `${kind} cut off by ${e.scrollWidth - e.clientWidth} pixels: ${e.textContent.trim().slice(0, 60)}`);
}

// Runs in the page. Links within the site begin with "/"; the others are nobody's business here.
function idsAndLinks() {
  const within = (url) => url.startsWith(location.origin);
  return {
    ids: [...document.querySelectorAll("[id]")].map((e) => e.id),
    links: [...document.querySelectorAll("a[href]")].map((e) => e.href).filter(within).map((url) => url.slice(location.origin.length)),
  };
}

function checkLinks(origin, facts) {
  for (const [name, { links }] of facts) {
    for (const link of new Set(links)) {
      const url = new URL(origin + link);
      const here = link.split("#")[0] === address("", name);
      const target = here ? name : decodeURIComponent(url.pathname.slice(base.length)) || "index.html";
      const anchor = decodeURIComponent(url.hash.slice(1));
      if (!url.pathname.startsWith(base)) fail(name, `links to ${url.pathname}, which is outside the site`);
      else if (!existsSync(join(site, target))) fail(name, `links to ${target}, which does not exist`);
      else if (anchor && facts.has(target) && !facts.get(target).ids.includes(anchor)) fail(name, `links to ${target}#${anchor}, which has no such place`);
    }
  }
}

const tabs = ".sd-tab-set.framework-tabs";
const chosen = (page) => page.$$eval(`${tabs} > input:checked + label`, (labels) => [...new Set(labels.map((l) => l.textContent.trim()))].join(", "));
const shown = (page) => page.$eval(tabs, (set) => [...set.querySelectorAll(":scope > .sd-tab-content")].findIndex((c) => getComputedStyle(c).display !== "none"));

async function checkTabs(browser, origin, names) {
  const withTabs = names.filter((name) => readFileSync(join(site, name), "utf8").includes("framework-tabs"));
  if (!withTabs.length) return;
  const first = withTabs[0];
  const { context, page } = await open(browser, origin, first, "light");
  await page.locator(`${tabs} > label`, { hasText: "PyTorch" }).first().click();
  if (await chosen(page) !== "PyTorch") fail(first, "choosing PyTorch in one place does not choose it everywhere on the page");
  const later = await context.newPage();
  for (const name of [withTabs.at(-1), first]) {                // tabs of the last page may lie in a closed answer
    await later.goto(address(origin, name));
    if (await chosen(later) !== "PyTorch") fail(name, "the framework chosen before is not remembered");
  }
  await later.locator(`${tabs} > input`).nth(1).focus();
  await later.keyboard.press("ArrowLeft");
  if (await shown(later) !== 0) fail(first, "the tabs do not follow the arrow keys");
  await context.close();

  const plain = await browser.newContext({ javaScriptEnabled: false });
  const still = await plain.newPage();
  await still.goto(address(origin, first));
  for (const [index, framework] of ["Keras", "PyTorch"].entries()) {
    await still.locator(`${tabs} > label`, { hasText: framework }).first().click();
    if (await shown(still) !== index) fail(first, `without JavaScript the ${framework} tab does not open`);
  }
  await plain.close();
}

// Runs in the page.
function numberFaults() {
  const found = [];
  const numbers = [...document.querySelectorAll("a.number")].filter((number) => number.checkVisibility());
  const press = (key) => document.dispatchEvent(new KeyboardEvent("keydown", { key }));
  for (const number of numbers) {
    number.scrollIntoView({ block: "center" });
    number.click();
    const note = document.querySelector(".number-note");
    const { left, right, top, bottom } = note?.getBoundingClientRect() ?? {};
    if (!note) found.push(`the number ${number.textContent} does not say what it is`);
    else if (!(left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight)) found.push(`the note of ${number.textContent} is cut off`);
    press("Escape");
    if (note?.isConnected) found.push(`Escape does not close the note of ${number.textContent}`);
    number.focus();
    if (document.activeElement === number) found.push(`the number ${number.textContent} is a stop of the Tab key`);
  }
  return found;
}

async function checkNumbers(browser, origin, names) {
  const name = names.find((each) => readFileSync(join(site, each), "utf8").includes('<a class="number"'));
  if (!name) return;
  const { context, page } = await open(browser, origin, name, "light");
  await page.setViewportSize(widths.phone);
  for (const message of await page.evaluate(numberFaults)) fail(name, message);
  await context.close();
}

const server = await serve();
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags }).catch((error) => {
  console.error(`Chromium did not start; install Debian's chromium, or name one with CHROMIUM=path\n${error.message}`);
  process.exit(1);
});
const names = pages();
const before = recall();
const around = surroundings(browser);
const now = new Map(names.map((name) => [name, digestOfPage(name, around)]));
const same = names.filter((name) => before.get(name)?.digest === now.get(name));
const facts = new Map(same.map((name) => [name, before.get(name)]));
const queue = names.filter((name) => !facts.has(name)).values(); // one for all: each page goes to whoever is free
await Promise.all(Array.from({ length: atOnce }, async () => {
  for (const name of queue) {
    const [light, dark] = await Promise.all(themes.map((theme) => visit(browser, origin, name, theme)));
    if (light ?? dark) facts.set(name, light ?? dark);
    console.log(`checked ${name}`);
  }
}));
if (same.length) console.log(`same as before: ${same.length} pages`);
checkLinks(origin, facts);
await checkTabs(browser, origin, names).catch((error) => fail("framework tabs", brokeOff(error)));
await checkNumbers(browser, origin, names).catch((error) => fail("numbers", brokeOff(error)));
await browser.close();
server.close();

for (const problem of [...problems].sort()) console.error(problem);
console.log(problems.size ? `${problems.size} problems on ${names.length} pages` : `${names.length} pages, no problem`);
const passed = [...facts].filter(([name]) => !faulty.has(name));
remember(Object.fromEntries(passed.map(([name, { ids, links }]) => [name, { digest: now.get(name), ids, links }])));
process.exit(problems.size ? 1 : 0);
