// node open_page.mjs chromium SITE PAGE TASKS: serves a site, opens a page, does the tasks, prints what came of each.
// A task is {name: a net's, replace: {path: base64 or null} of files on the site, run: a sequence}.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join } from "node:path";

const [, , , site, name, tasks] = process.argv;
const { chromium } = createRequire(join(process.env.NODE_PATH, "/"))("playwright-core");
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };
let replaced = {};
let asked = [];
const server = createServer((request, response) => {
  const path = new URL(request.url, "http://site").pathname;
  const file = join(site, path);
  asked.push(path);
  const found = path in replaced ? replaced[path] : existsSync(file) ? readFileSync(file).toString("base64") : null;
  response.writeHead(found === null ? 404 : 200, { "content-type": types[extname(path)] ?? "application/octet-stream" });
  response.end(Buffer.from(found ?? "", "base64"));
}).listen(0);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--headless"] });
const done = [];
for (const task of JSON.parse(tasks)) {
  [replaced, asked] = [task.replace ?? {}, []];
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/${name}`, { waitUntil: "load" });
  if (task.before) await page.evaluate(task.before);
  const before = asked.filter((path) => path.endsWith(".bin"));
  const answer = await page.evaluate(async ({ name, run }) => {
    const { loadWeights } = await import(new URL("../_static/live/weights.js", document.baseURI));
    try {
      const twice = await Promise.all([loadWeights(name), loadWeights(name)]);
      return { same: twice[0] === twice[1], answer: [...twice[0].run(run)] };
    } catch (error) {
      return { refused: error.message };
    }
  }, task);
  done.push({ ...answer, before, loaded: asked.filter((path) => path.endsWith(".bin")) });
  await page.close();
}
await browser.close();
server.close();
console.log(JSON.stringify(done));
