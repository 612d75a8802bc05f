// What readers do with a window along a recording, for browser.mjs.

const name = "play_a_recording";
const window_ = (page) => page.getByRole("slider", { name: "The window" });
const press = (page, label) => page.getByRole("button", { name: label, exact: true });
const start = async (page) => Number(await window_(page).inputValue());
const frame = (page) => page.locator(".live-window").evaluate((rect) => Number(rect.getAttribute("x")));
const marks = (page) => page.locator(".live-right, .live-wrong").count();

// Move the window by a key, and wait until there are bars.
export async function move(page, key) {
  await window_(page).press(key);
  await page.waitForSelector(".live-found:not([hidden]) .live-verdicts td:has-text('✓'), .live-found:not([hidden]) .live-verdicts td:has-text('✗')");
}

export async function playingSentences({ open, changes, nextFrame, result, measured }) {
  await open("the window follows the keyboard, and all of it is told in words", name, {}, async ({ page, say, loaded }) => {
    if (loaded.filter((url) => url.endsWith(".bin")).length !== 3) say("not two models and the recordings are loaded");
    await move(page, "Home");
    for (const [key, at, words] of [["ArrowRight", 5, "0.1 to 2.7 s, SIT"], ["PageUp", undefined, " s, SIT"], ["Home", 0, "0.0 to 2.6 s, SIT"]]) {
      await changes(page, say, key, () => page.keyboard.press(key));
      if (at !== undefined && (await start(page)) !== at) say(`${key} goes to ${await start(page)}`);
      const told = await window_(page).getAttribute("aria-valuetext");
      if (!told.endsWith(words)) say(`${key} is told as ${told}`);
    }
    if (!/^0\.0 to 2\.6 s, sitting: Regression SIT (over )?\d+ %; GRU [A-Z]+ \d+ %(, wrong)?\.$/.test(await result(page))) say(await result(page));
    await changes(page, say, "End", () => page.keyboard.press("End"));
    if (!(await window_(page).getAttribute("aria-valuetext")).startsWith("13.4 to 16.0 s, WALK")) say(`End is told as ${await window_(page).getAttribute("aria-valuetext")}`);
    const [drawing] = [await page.locator(".live-signals").getAttribute("aria-label")];
    if (drawing !== "somebody: 16.0 seconds of acceleration and rotation. One behind the other: sitting, running, WALK.") say(drawing);
  });
  await open("a window over two parts names both, and either answer is right", name, {}, async ({ page, say }) => {
    await window_(page).evaluate((input) => {
      input.value = 240;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await page.waitForFunction(() => document.querySelector(".live-result").textContent.startsWith("4.8 to 7.4 s, sitting (47 %), then running (53 %): "));
    if ((await page.locator(".live-true").count()) !== 2) say("not two rows are true");
    for (const [at, words] of [...(await page.locator(".live-verdicts td").allTextContents()).entries()]) {
      if (words.startsWith("✓") !== /SIT|RUN/.test(words)) say(`model ${at}: ${words}`);
    }
  });
  await open("the window is dragged by the mouse and stays where it is let go", name, {}, async ({ page, say }) => {
    const box = await page.locator(".live-plot").boundingBox(), at = (share) => [box.x + share * box.width, box.y + box.height / 3];
    await changes(page, say, "a press on the drawing", async () => {
      await page.mouse.move(...at(0.4));
      await page.mouse.down();
      await nextFrame(page);
    });
    const first = await start(page);
    await page.mouse.move(...at(0.7), { steps: 5 });
    await nextFrame(page);
    const dragged = await start(page);
    await page.mouse.up();
    await page.mouse.move(...at(0.2), { steps: 5 });
    await nextFrame(page);
    if (!(dragged > first + 100) || (await start(page)) !== dragged) say(`from ${first} to ${dragged} to ${await start(page)}`);
    for (const beyond of [-1, 3]) {
      await page.mouse.move(...at(0.5));
      await page.mouse.down();
      await page.mouse.move(...at(beyond), { steps: 3 });
      await page.mouse.up();
      await nextFrame(page);
      if ((await start(page)) !== (beyond < 0 ? 0 : 670)) say(`dragged beyond the end it stands at ${await start(page)}`);
    }
  });
  await open("the window follows a finger, which may also scroll the page", name, { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } }, async ({ page, say }) => {
    const plot = page.locator(".live-plot");
    await plot.scrollIntoViewIfNeeded();
    const box = await plot.boundingBox();
    await changes(page, say, "a finger on the drawing", () => page.touchscreen.tap(box.x + 0.8 * box.width, box.y + 60));
    await changes(page, say, "a finger on Next disagreement", async () => {
      await press(page, "Next disagreement").tap();
      await page.waitForTimeout(500);
    });
    const before = await start(page), touch = (type, x) => plot.dispatchEvent(type, { pointerId: 7, pointerType: "touch", isPrimary: true, bubbles: true, clientX: box.x + x * box.width, clientY: box.y + 50 });
    await page.evaluate(() => { // a made event has no active pointer to capture
      Element.prototype.setPointerCapture = () => {};
      Element.prototype.hasPointerCapture = () => true;
    });
    await touch("pointerdown", 0.3);
    await touch("pointermove", 0.5);
    await nextFrame(page);
    if ((await start(page)) === before) say("a finger that moves does not move the window");
    if ((await plot.evaluate((node) => getComputedStyle(node).touchAction)) !== "pan-y") say("a finger cannot scroll past the drawing");
  });
  await open("it plays in real time, pauses, goes on, and ends", name, {}, async ({ page, say }) => {
    await move(page, "Home");
    const began = Date.now();
    await press(page, "Play").click();
    await page.waitForFunction(() => Number(document.querySelector('.live input[type="range"]').value) >= 50);
    await press(page, "Pause").click();
    const stopped = await start(page), seconds = (Date.now() - began) / 1000;
    if (stopped / 50 > seconds + 0.1) say(`${stopped / 50} s were played in ${seconds} s`);
    await page.waitForTimeout(400);
    if ((await start(page)) !== stopped) say("it goes on after Pause");
    await press(page, "Play").press("Enter");
    await page.waitForFunction((from) => Number(document.querySelector('.live input[type="range"]').value) > from + 20, stopped);
    await window_(page).press("ArrowRight"); // whoever moves the window, stops it
    const moved = await start(page);
    await page.waitForTimeout(400);
    if ((await start(page)) !== moved || !(await press(page, "Play").isVisible())) say("the keyboard does not stop it");
    await window_(page).press("End");
    for (let back = 0; back < 6; back++) await window_(page).press("ArrowLeft");
    await press(page, "Play").click();
    await page.waitForFunction(() => Number(document.querySelector('.live input[type="range"]').value) === 670);
    await press(page, "Play").waitFor();
    await press(page, "Play").click(); // from the end it begins again
    await page.waitForFunction(() => Number(document.querySelector('.live input[type="range"]').value) < 300);
  });
  await open("where motion is reduced, it plays second by second", name, { reducedMotion: "reduce" }, async ({ page, say }) => {
    await move(page, "Home");
    const seen = await page.evaluate(async () => {
      const input = document.querySelector('.live input[type="range"]'), found = new Set();
      [...document.querySelectorAll(".live button")].find((each) => each.textContent === "Play").click();
      for (const until = performance.now() + 2600; performance.now() < until; ) {
        await new Promise((done) => requestAnimationFrame(done));
        found.add(Number(input.value));
      }
      return [...found];
    });
    if (seen.length < 2 || seen.some((value) => value % 50)) say(`it stood at ${seen}`);
  });
  await open("a screen reader hears now and then while it plays", name, {}, async ({ page, say }) => {
    await move(page, "Home");
    await page.waitForTimeout(700);
    const heard = () => page.locator(".live-heard").textContent(), before = await heard();
    await page.evaluate(() => {
      window.told = 0;
      new MutationObserver(() => (window.told += 1)).observe(document.querySelector(".live-heard"), { childList: true, characterData: true, subtree: true });
    });
    await press(page, "Play").click();
    await page.waitForTimeout(6000);
    const told = await page.evaluate(() => window.told);
    if ((await heard()) === before || told < 1 || told > 3) say(`${told} sentences in six seconds: ${await heard()}`);
  });
  await open("all windows are asked for in the end, and disagreements are found", name, {}, async ({ page, say }) => {
    await page.waitForFunction(() => document.querySelectorAll(".live-right, .live-wrong").length === 2 * 68);
    await move(page, "Home");
    for (let time = 0; time < 3; time++) {
      const before = await start(page);
      await press(page, "Next disagreement").click();
      await page.waitForFunction((from) => Number(document.querySelector('.live input[type="range"]').value) !== from, before);
      const said = (await page.locator(".live-verdicts td").allTextContents()).map((words) => words.slice(2));
      if (new Set(said).size < 2) say(`all say ${said}`);
    }
  });
  await open("recordings are changed at any moment, and each has its own end", name, {}, async ({ page, say }) => {
    await window_(page).press("End");
    await press(page, "Play").click();
    await page.getByRole("radio", { name: "somebody else" }).check({ force: true });
    await page.waitForFunction(() => document.querySelector(".live-signals").getAttribute("aria-label").startsWith("somebody else: 12.8 seconds"));
    await page.waitForFunction(() => document.querySelectorAll(".live-right, .live-wrong").length === 2 * 52);
    if ((await start(page)) > 510 || (await window_(page).getAttribute("max")) !== "510") say(`it stands at ${await start(page)} of ${await window_(page).getAttribute("max")}`);
    for (const label of ["somebody", "somebody else", "somebody"]) await page.getByRole("radio", { name: label, exact: true }).check({ force: true });
    await page.waitForFunction(() => document.querySelector(".live-signals").getAttribute("aria-label").startsWith("somebody: 16.0 seconds"));
    await page.waitForFunction(() => document.querySelectorAll(".live-right, .live-wrong").length === 2 * 68);
    await page.waitForTimeout(300);
    if ((await marks(page)) !== 2 * 68) say(`${await marks(page)} marks of ${2 * 68}`);
    if (!(await press(page, "Play").isVisible())) say("it plays on");
  });
  await open("another width draws it anew", name, {}, async ({ page, say }) => {
    await window_(page).press("End");
    await nextFrame(page);
    const wide = await frame(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.waitForFunction((before) => Number(document.querySelector(".live-window").getAttribute("x")) < before - 50, wide);
    if ((await page.evaluate(() => document.documentElement.scrollWidth)) > 390) say("the page is too wide");
  });
  await open("what does not come is told, and asked for again", name, {}, async ({ page, say }) => {
    await page.reload();
    await page.evaluate(() => {
      window.before = window.fetch;
      window.fetch = () => Promise.reject(new Error());
      document.querySelector(".live").scrollIntoView();
    });
    await page.waitForSelector('.live[data-state="running"]');
    await press(page, "Play").click();
    await page.waitForFunction(() => document.querySelector(".live-refusal").textContent.includes("there is no connection"));
    await page.evaluate(() => {
      window.fetch = window.before;
    });
    await move(page, "ArrowRight");
    if (await page.locator(".live-refusal").textContent()) say("the refusal stays");
  });
  await open("milliseconds of a window by all models of the small book", name, {}, async ({ page }) => {
    measured["play_a_recording: ms a window, both models"] = await page.evaluate(async () => {
      const scripts = await Promise.all(["weights.js", "recordings.js"].map((file) => import(new URL(`_static/live/${file}`, document.baseURI))));
      const { loadWeights, loadArrays, published } = Object.assign({}, ...scripts);
      const recording = published(await loadArrays("some-recordings"), 0), nets = await Promise.all(["some-features", "some-gru"].map(loadWeights));
      const began = performance.now();
      for (let start = 0; start < 600; start += 10) for (const net of nets) net.run(recording.window(start));
      return Number(((performance.now() - began) / 60).toFixed(2));
    });
  });
}
