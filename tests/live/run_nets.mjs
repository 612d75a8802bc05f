// node run_nets.mjs node|chromium SCRIPTS JOBS: prints what the nets in SCRIPTS/nets.js answer to the jobs in the file JOBS.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

const [, , where, scripts, jobs] = process.argv;
const others = { "/net_answers.mjs": join(import.meta.dirname, "net_answers.mjs"), "/jobs": jobs };
const read = (url) => readFileSync(others[url] ?? join(scripts, basename(url)));

async function inNode() {
  const [nets, { answers }] = [await import(pathToFileURL(join(scripts, "nets.js"))), await import("./net_answers.mjs")];
  return answers(nets, JSON.parse(readFileSync(jobs, "utf8")));
}

async function inChromium() {
  const { chromium } = createRequire(join(process.env.NODE_PATH, "/"))("playwright-core");
  const server = createServer((request, response) => {
    response.writeHead(200, { "content-type": /js$/.test(request.url) ? "text/javascript" : "text/html" });
    response.end(/js$|jobs$/.test(request.url) ? read(request.url) : "");
  }).listen(0);
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--headless"] });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const found = await page.evaluate(async () => {
    const [nets, { answers }] = [await import("/nets.js"), await import("/net_answers.mjs")];
    return answers(nets, await (await fetch("/jobs")).json());
  });
  await browser.close();
  server.close();
  return found;
}

console.log(await (where === "chromium" ? inChromium() : inNode()));
