// Opens the pages of a small book in headless Chromium and does what readers do. `node browser.mjs SITE` prints one JSON
// object: `problems`, by sentence what was not so, and `measured`, milliseconds and bytes, which are no test.
// CHROMIUM names the browser, if it is not the one in Debian's place.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";

import { move, playingSentences } from "./browser_playing.mjs";
import { pressCouplet, versesSentences } from "./browser_reading.mjs";
import { say, speakingSentences, spell } from "./browser_speaking.mjs";
import { write, writingSentences } from "./browser_writing.mjs";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const site = resolve(process.argv[2]);
const names = ["gradients", "lstm_unit", "cell_by_hand", "type_a_name", "adjust_logits", "share_persons", "write_a_text", "play_a_recording", "say_a_word", "spell_sounds", "read_a_couplet"];
const types = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".bin": "application/octet-stream", ".svg": "image/svg+xml", ".woff2": "font/woff2" };
const hostile = ["", " ", "NaN", "1e309", "-1e309", "<img src=x onerror=alert(1)>", "مرحبا 🙂", "It was the best of times. ".repeat(400)];
const patience = 120_000; // milliseconds, for a machine that is busy with other things
const problems = {}, measured = {};
const touch = { type_a_name: (page) => type(page, "O’Neilß"), adjust_logits: (page) => adjust(page, "ArrowRight"), write_a_text: (page) => write(page, "A line"), play_a_recording: (page) => move(page, "ArrowRight"), say_a_word: (page) => say(page, "phone"), spell_sounds: (page) => spell(page, "F OW N"), read_a_couplet: pressCouplet }; // what must be done to see all of a model

const server = createServer((request, response) => {
  const path = new URL(request.url, "http://localhost").pathname;
  try {
    const content = readFileSync(join(site, path));
    response.writeHead(200, { "content-type": types[extname(path)] ?? "text/plain" }).end(content);
  } catch {
    response.writeHead(path === "/favicon.ico" ? 204 : 404).end();
  }
}).listen(0);
const origin = () => `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });

// Open a page as a reader with `settings` does; `visit` gets it when its model runs, and says what is wrong.
async function open(sentence, name, settings, visit) {
  const found = (problems[sentence] ??= []), say = (words) => {
    found.push(`${name}: ${words}`);
    console.error(`NO: ${found.at(-1)}`);
  };
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...settings });
  context.setDefaultTimeout(patience);
  const theme = settings.colorScheme ?? "light", loaded = [];
  await context.addInitScript((mode) => {
    localStorage.setItem("mode", mode);
    localStorage.setItem("theme", mode);
  }, theme);
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && say(`console: ${message.text()}`));
  page.on("pageerror", (error) => say(`error: ${error.message}`));
  page.on("request", (request) => /^(data|blob):/.test(request.url()) || request.url().startsWith(origin()) || say(`asks ${request.url()}`));
  page.on("response", (response) => loaded.push(response.url()));
  await page.goto(`${origin()}/${name}.html`);
  const place = page.locator(".live");
  if (settings.javaScriptEnabled !== false) {
    await place.evaluate((node) => node.scrollIntoView());
    await page.waitForSelector('.live[data-state="running"], .live[data-state="failed"]');
    if (sentence !== "bytes") await touch[name]?.(page);
  }
  await visit({ page, place, say, loaded });
  await context.close();
  console.error(`${sentence}: ${name}`);
}

// Type a name, and wait for the answer.
async function type(page, text) {
  await page.getByRole("textbox").fill(text);
  await page.waitForSelector(".live-found:not([hidden])");
}

// Move the slider of the adjustment by a key, and wait for the bars.
async function adjust(page, key) {
  await page.getByRole("slider").press(key);
  await page.waitForSelector(".live-found:not([hidden])");
}

const nextFrame = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
const result = (page) => page.locator(".live-result").textContent();
const picture = (page) => page.locator(".live-stage").evaluate((stage) => [...stage.querySelectorAll("svg, table, ul, .live-result")].map((part) => part.innerHTML).join());

// Do `act`, and complain if nothing that is drawn or said has changed.
async function changes(page, say, words, act) {
  const before = await picture(page);
  await act();
  await nextFrame(page);
  if ((await picture(page)) === before) say(`${words} changes nothing`);
}

const looks = [["light", 1280], ["dark", 1280], ["light", 390], ["dark", 390]];
for (const name of names) {
  for (const [colorScheme, width] of looks) {
    await open("axe finds nothing, light and dark, wide and on a phone", name, { colorScheme, viewport: { width, height: 844 } }, async ({ page, say }) => {
      await page.evaluate(axeSource);
      const { violations } = await page.evaluate(() => window.axe.run(document.querySelector(".live"), { resultTypes: ["violations"] }));
      for (const { id, help, nodes } of violations) say(`${colorScheme} ${width}: ${id}: ${help}: ${nodes[0].html.slice(0, 150)} ${nodes[0].any[0]?.message ?? ""}`);
    });
  }
  await open("on a phone nothing is cut off and every target can be hit", name, { viewport: { width: 390, height: 844 } }, async ({ page, say }) => {
    const seen = await page.evaluate(() => {
      const boxes = [...document.querySelectorAll(".live :is(button, input, td, svg, p, li)")].filter((node) => node.offsetParent !== null || node.tagName === "svg").map((node) => [node.outerHTML.slice(0, 80), (node.closest(".live-scroll") ?? node).getBoundingClientRect()]); // what scrolls is seen by scrolling
      const targets = [...document.querySelectorAll(".live :is(button, input)")].filter((node) => node.offsetParent !== null).map((node) => [node.outerHTML.slice(0, 80), node.getBoundingClientRect()]);
      return { wide: document.documentElement.scrollWidth, out: boxes.filter(([, box]) => box.right > innerWidth || box.left < 0).map(([html]) => html),
        small: targets.filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html) };
    });
    if (seen.wide > 390) say(`the page is ${seen.wide} pixels wide`);
    for (const html of seen.out) say(`cut off: ${html}`);
    for (const html of seen.small) say(`under 24 pixels: ${html}`);
  });
  await open("the models run where motion is reduced, and nothing is animated", name, { reducedMotion: "reduce" }, async ({ page, place, say }) => {
    if ((await place.getAttribute("data-state")) !== "running") say("does not run");
    const moving = await page.evaluate(() => document.querySelector(".live").getAnimations({ subtree: true }).length);
    if (moving) say(`${moving} animations`);
  });
  await open("without scripts the steps and what stands still remain", name, { javaScriptEnabled: false }, async ({ page, place, say }) => {
    if (!(await page.locator(".live-still").isVisible())) say("nothing says where it stands still");
    if ((await place.locator("ol > li").count()) !== 3) say("not three steps");
  });
  await open("a screen reader hears the result once it stands still", name, {}, async ({ page, say }) => {
    await page.waitForTimeout(900);
    const [heard, seen] = [await page.locator(".live-heard").textContent(), await result(page)];
    if (!seen || heard !== seen) say(`heard ${heard}, seen ${seen}`);
  });
  await open("print shows what stands still", name, {}, async ({ page, say }) => {
    await page.emulateMedia({ media: "print" });
    if (!(await page.locator(".live-still").isVisible()) || (await page.locator(".live-stage").isVisible())) say("shows the model");
  });
  await open("bytes", name, {}, async ({ page, loaded }) => {
    const count = (when) => {
      const files = loaded.filter((url) => /_static\/live/.test(url)).map((url) => readFileSync(join(site, new URL(url).pathname)));
      measured[`${name}: bytes ${when} touch, and compressed`] = [files, files.map((file) => gzipSync(file))].map((all) => all.reduce((sum, file) => sum + file.length, 0));
    };
    count("before");
    if (touch[name]) {
      await touch[name](page);
      count("after");
    }
  });
}

// Mouse, keyboard and touch -------------------------------------------------------------------------------------------

const slider = (page, label) => page.getByRole("slider", { name: label });
for (const [name, label] of [["gradients", "Spectral radius"], ["lstm_unit", "Its value"], ["adjust_logits", "Strength"], ["share_persons", "How many"]]) {
  await open("sliders follow the mouse and the keyboard", name, {}, async ({ page, say }) => {
    const control = slider(page, label), box = await control.boundingBox();
    await changes(page, say, "the mouse", async () => {
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.8, box.y + box.height / 2, { steps: 5 });
      await page.mouse.up();
    });
    await control.focus();
    for (const key of ["ArrowLeft", "Home", "PageUp"]) await changes(page, say, key, () => page.keyboard.press(key));
  });
  await open("sliders and buttons follow a finger", name, { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } }, async ({ page, say }) => {
    const control = slider(page, label);
    await control.scrollIntoViewIfNeeded();
    const box = await control.boundingBox();
    await changes(page, say, "a finger on the slider", () => page.touchscreen.tap(box.x + box.width * 0.2, box.y + box.height / 2));
    const pressed = { gradients: "Keep this curve", lstm_unit: "Memory by hand" }[name];
    if (pressed) await changes(page, say, "a finger on a button", () => page.getByRole("button", { name: pressed }).tap());
  });
}
await open("choices follow the keyboard, and a gate's bias waits for a gate", "gradients", {}, async ({ page, say }) => {
  const bias = slider(page, "Gate bias");
  if (!(await bias.isDisabled())) say("an Elman cell has a gate");
  await page.getByRole("radio", { name: "Elman" }).focus();
  await changes(page, say, "ArrowRight on the cell", () => page.keyboard.press("ArrowRight"));
  if (await bias.isDisabled()) say("an LSTM has none");
  await bias.focus();
  await changes(page, say, "End on the bias", () => page.keyboard.press("End"));
});
await open("memory by hand keeps what an Elman unit forgets", "lstm_unit", {}, async ({ page, say }) => {
  for (const label of ["Memory by hand", "Elman"]) await page.getByRole("button", { name: label }).click();
  await nextFrame(page);
  const [, kept, turned, elman, other] = /shows (\S+); had .* would show (\S+)\. The Elman unit shows (\S+), and would show (\S+)\./.exec(await result(page)) ?? [];
  if (kept !== turned?.replace("−", "") || elman !== other) say(await result(page));
});
await open("a cell goes forward and back by keyboard, touch and mouse", "cell_by_hand", { hasTouch: true }, async ({ page, say }) => {
  const [back, forward] = ["Back", "Forward"].map((label) => page.getByRole("button", { name: label }));
  const first = await picture(page);
  await changes(page, say, "a click forward", () => forward.click());
  await changes(page, say, "a tap forward", () => forward.tap());
  await forward.focus();
  await changes(page, say, "Enter forward", () => page.keyboard.press("Enter"));
  for (let time = 0; time < 3; time++) await changes(page, say, "a click back", () => back.click());
  if ((await picture(page)) !== first) say("three forward and three back is not where it began");
  await forward.focus();
  for (let time = 0; time < 20; time++) await page.keyboard.press("Enter");
  await nextFrame(page);
  if (!(await result(page)).startsWith("Step 4 of 4: the tanh")) say(`ends at: ${await result(page)}`);
});

const letters = (page) => page.locator(".live-strip button");
await open("a name is typed, its letters are taken out, and the net is changed, by keyboard", "type_a_name", {}, async ({ page, say, loaded }) => {
  const nets = () => loaded.filter((url) => url.endsWith(".bin")).length;
  if (nets() !== 1) say(`${nets()} nets are loaded for one answer`);
  await page.getByRole("textbox").focus();
  for (const key of ["a", "Shift+B", "Backspace"]) await changes(page, say, key, () => page.keyboard.press(key));
  if ((await letters(page).allTextContents()).join("") !== "O’Neilßa") say(`letters are ${await letters(page).allTextContents()}`);
  await letters(page).nth(1).focus();
  for (const [key, left] of [["Delete", "ONeilßa"], ["Enter", "Oeilßa"], ["Backspace", "Oilßa"]]) {
    await changes(page, say, key, () => page.keyboard.press(key));
    if ((await page.getByRole("textbox").inputValue()) !== left) say(`${key} leaves ${await page.getByRole("textbox").inputValue()}`);
    if ((await page.evaluate(() => document.activeElement.getAttribute("aria-label"))) !== `Remove ${left[1]}, letter 2`) say(`the focus leaves the letters after ${key}`);
  }
  await page.getByRole("radio", { name: "GRU" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => document.querySelector(".live-result").textContent.startsWith("n-grams: Language"));
  if (nets() !== 2) say(`${nets()} nets are loaded for two`);
  for (let left = await letters(page).count(); left > 0; left--) await letters(page).first().press("Delete");
  const rests = () => document.activeElement.matches("input[type=text]") && document.querySelector(".live-found").hidden;
  await page.waitForFunction(rests, undefined, { timeout: 5000 }).catch(() => say("no letter is left, and the focus is not in the box"));
});
await open("names are pressed and letters taken out by finger", "type_a_name", { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } }, async ({ page, say }) => {
  await changes(page, say, "an example", () => page.getByRole("button", { name: "Großmann" }).tap());
  if ((await letters(page).count()) !== 8) say(`${await letters(page).count()} letters of eight`);
  await changes(page, say, "a letter", () => letters(page).nth(3).tap());
  await changes(page, say, "the other net", async () => {
    await page.getByRole("radio", { name: "n-grams" }).tap();
    await page.waitForFunction(() => document.querySelector(".live-result").textContent.startsWith("n-grams: Language"));
  });
  await type(page, "ab".repeat(20));
  if ((await page.evaluate(() => document.documentElement.scrollWidth)) > 390) say("forty letters make the page wide");
});
await open("a net that does not come is told, and asked for again", "type_a_name", {}, async ({ page, say }) => {
  await page.evaluate(() => {
    window.before = window.fetch;
    window.fetch = () => Promise.reject(new Error());
  });
  await page.getByRole("radio", { name: "n-grams" }).click();
  await page.waitForFunction(() => document.querySelector(".live-refusal").textContent.includes("there is no connection"));
  await page.evaluate(() => {
    window.fetch = window.before;
  });
  await page.getByRole("button", { name: "Großmann" }).click();
  await page.waitForFunction(() => document.querySelector(".live-result").textContent.startsWith("n-grams: Language"));
  if (await page.locator(".live-refusal").textContent()) say("the refusal stays");
});

await open("the logits load at first touch, once, and the bars and the sentence follow the slider", "adjust_logits", {}, async ({ page, say, loaded }) => {
  for (const key of ["End", "Home"]) {
    await changes(page, say, key, () => adjust(page, key));
    const tau = key === "End" ? "β = 2.00" : "β = 0.00";
    if (!(await result(page)).startsWith(`${tau}: accuracy `)) say(await result(page));
  }
  if ((await page.locator(".live-recalls li").count()) !== 12 || (await page.locator(".live-reached").count()) !== 12) say("not three scores and nine classes");
  if (loaded.filter((url) => url.endsWith(".bin")).length !== 1) say("the logits are not loaded once");
});
await open("the two scores, the dots and the bars follow the slider, and nothing is loaded", "share_persons", {}, async ({ page, say, loaded }) => {
  const dots = () => page.locator(".live-chart circle").evaluateAll((all) => all.map((dot) => Number(dot.getAttribute("cx"))));
  const widths = () => page.locator(".live-parts span").evaluateAll((all) => all.map((part) => part.style.width));
  for (const [key, starts, parts] of [["End", "Trained on all of their other windows: right about 97.5\u00a0%", "80%,20%,80%,0%"], ["Home", "Trained on none of their other windows: right about 75.0\u00a0%", "0%,20%,100%,0%"]]) {
    await slider(page, "How many").press(key);
    await nextFrame(page);
    if (!(await result(page)).startsWith(starts)) say(await result(page));
    if ((await page.locator(".live-chart").getAttribute("aria-label")) !== (await result(page))) say("the drawing says something else");
    if (String(await widths()) !== parts) say(`the bars are ${await widths()}`);
    const [low, high, ...worth] = await dots();
    if (worth.length !== 2 || !(low < high)) say(`the dots are at ${await dots()}`);
    if (key === "End" && !(low > Math.max(...worth))) say("what is promised lies not to the right");
  }
  if (loaded.some((url) => url.endsWith(".bin"))) say("bytes are loaded");
});
// What nobody should write ---------------------------------------------------------------------------------------------

await open("whatever is written is refused in words or counts, and stays text", "cell_by_hand", {}, async ({ page, say }) => {
  const field = page.locator(".live-matrix input").first(), refusal = page.locator(".live-refusal"), before = await picture(page);
  for (const text of hostile) {
    await field.fill(text);
    await nextFrame(page);
    if (!(await refusal.textContent()).includes("still counts")) say(`${text.slice(0, 30)} is not refused`);
    if ((await field.getAttribute("aria-invalid")) !== "true") say(`${text.slice(0, 30)} is not marked`);
    if ((await picture(page)) !== before) say(`${text.slice(0, 30)} has changed the numbers`);
  }
  if (await page.locator(".live img").count()) say("markup has become an element");
  await changes(page, say, "a number after all that", () => field.fill("0,75"));
  if (await refusal.textContent()) say("a number is refused");
  for (const most of await page.locator(".live-matrix input").all()) await most.fill("100");
  await nextFrame(page);
  if (/NaN|Infinity|undefined/.test(await page.locator(".live").innerText())) say("shows what is no number");
});
await open("whatever is typed as a name is read or refused in words, and stays text", "type_a_name", {}, async ({ page, say }) => {
  const field = page.getByRole("textbox"), refusal = page.locator(".live-refusal");
  for (const text of [...hostile.filter((each) => each.trim() && each !== "NaN"), "\ud83d", "o\u202eb", "'", "R2D2", "a".repeat(10_000)]) {
    await field.fill(text);
    await nextFrame(page);
    if (!(await refusal.textContent()).endsWith("“O’Neilß” still counts.")) say(`${text.slice(0, 30)}: ${await refusal.textContent()}`);
    if ((await field.getAttribute("aria-invalid")) !== "true") say(`${text.slice(0, 30)} is not marked`);
    if ((await letters(page).count()) !== 7) say(`${text.slice(0, 30)} changes the letters`);
  }
  if (await page.locator(".live img:visible").count()) say("markup has become an element");
  for (const text of ["", "  "]) {
    await field.fill(text);
    await nextFrame(page);
    if ((await refusal.textContent()) || (await page.locator(".live-found").isVisible())) say("nothing is refused, or answered");
  }
  await changes(page, say, "a name after all that", () => field.fill("x\u0302 Å"));
  if ((await letters(page).allTextContents()).join("|") !== "x\u0302|␣|Å") say(`letters are ${await letters(page).allTextContents()}`);
});
for (const name of ["gradients", "lstm_unit", "adjust_logits", "share_persons"]) {
  await open("sliders at their ends, together and with what is no number, show numbers", name, {}, async ({ page, say }) => {
    for (const [cell, end] of [["Elman", "min"], ["LSTM", "max"], ["GRU", "min"], ["Elman", "max"]]) {
      if (name === "gradients") await page.getByRole("radio", { name: cell }).check({ force: true });
      for (const value of [end, "NaN", "1e309", "", "<b>"]) {
        await page.evaluate((given) => {
          for (const input of document.querySelectorAll('.live input[type="range"]')) {
            input.value = input[given] ?? given;
            input.dispatchEvent(new Event("input", { bubbles: true }));
          }
        }, value);
        await nextFrame(page);
        const drawn = await page.locator(".live-stage").evaluate((stage) => stage.innerHTML);
        if (/NaN|Infinity|undefined/.test(drawn)) say(`${cell}, all sliders ${value}: ${/.{60}(NaN|Infinity|undefined).{20}/.exec(drawn)?.[0]}`);
      }
    }
  });
}

// Milliseconds from the start of a frame to the end of its drawing and layout, for each movement of a slider.
async function movements(name, label, prepare) {
  await open("milliseconds", name, {}, async ({ page }) => {
    await prepare?.(page);
    const times = await slider(page, label).evaluate(async (input) => {
      const found = [], frame = () => new Promise((done) => requestAnimationFrame(() => done(performance.now())));
      for (let move = 0; move < 40; move++) {
        input.value = Number(input.min) + ((input.max - input.min) * move) / 40;
        const start = frame();
        input.dispatchEvent(new Event("input", { bubbles: true }));
        const end = new Promise((done) => requestAnimationFrame(() => done(document.querySelector(".live").offsetHeight && performance.now())));
        found.push((await Promise.all([start, end])).reduce((from, to) => to - from));
      }
      return found.sort((a, b) => a - b);
    });
    measured[`${name}, ${label}${prepare ? ", LSTM" : ""}: ms a movement, median and slowest`] = [times[20], times.at(-1)].map((time) => Number(time.toFixed(1)));
  });
}
await movements("gradients", "Spectral radius");
await movements("gradients", "Gate bias", (page) => page.getByRole("radio", { name: "LSTM" }).check({ force: true }));
await movements("gradients", "Steps");
await movements("lstm_unit", "Its value");
await movements("adjust_logits", "Strength");
await movements("share_persons", "How many");

await playingSentences({ open, changes, nextFrame, result, slider, measured });
await movements("play_a_recording", "The window", (page) => move(page, "Home"));

await versesSentences({ open, changes, nextFrame, slider, hostile });
await movements("read_a_couplet", "Letters read", pressCouplet);
await speakingSentences({ open, changes, nextFrame, hostile });
await writingSentences({ open, changes, nextFrame, result, slider, hostile, measured });

await browser.close();
server.close();
console.log(JSON.stringify({ problems, measured }));
