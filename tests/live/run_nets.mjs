// node run_nets.mjs node|chromium SCRIPTS JOBS: prints what the nets in SCRIPTS/nets.js answer to the jobs in the file JOBS.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";

const [, , where, scripts, jobs] = process.argv;
const files = { "/nets.js": join(scripts, "nets.js"), "/net_answers.mjs": join(import.meta.dirname, "net_answers.mjs"), "/jobs": jobs };

async function inNode() {
  const source = readFileSync(files["/nets.js"]).toString("base64"); // as a module, whatever a package.json above it says
  const [nets, { answers }] = [await import(`data:text/javascript;base64,${source}`), await import("./net_answers.mjs")];
  return answers(nets, JSON.parse(readFileSync(jobs, "utf8")));
}

async function inChromium() {
  const { chromium } = createRequire(join(process.env.NODE_PATH, "/"))("playwright-core");
  const server = createServer((request, response) => {
    response.writeHead(200, { "content-type": /js$/.test(request.url) ? "text/javascript" : "text/html" });
    response.end(files[request.url] ? readFileSync(files[request.url]) : "");
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
