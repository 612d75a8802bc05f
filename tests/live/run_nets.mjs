// node run_nets.mjs node|chromium SCRIPTS JOBS: prints what the nets of SCRIPTS answer to the jobs in the file JOBS.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

const [, , where, scripts, jobs] = process.argv;
const others = { "/net_answers.mjs": join(import.meta.dirname, "net_answers.mjs"), "/jobs": jobs };
const read = (url) => readFileSync(others[url] ?? join(scripts, basename(url)));

const modules = ["nets.js", "sampling.js", "numpy_random.js", "encoder_decoder.js"];

async function inNode() {
  const { answers } = await import("./net_answers.mjs");
  const nets = Object.assign({}, ...(await Promise.all(modules.map((name) => import(pathToFileURL(join(scripts, name)))))));
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
  const found = await page.evaluate(async (names) => {
    const { answers } = await import("/net_answers.mjs");
    const nets = Object.assign({}, ...(await Promise.all(names.map((name) => import(`/${name}`)))));
    return answers(nets, await (await fetch("/jobs")).json());
  }, modules);
  await browser.close();
  server.close();
  return found;
}

console.log(await (where === "chromium" ? inChromium() : inNode()));
