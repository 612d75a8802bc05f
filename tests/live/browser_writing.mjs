// What readers do with the box to write in, for browser.mjs.

const box = (page) => page.getByRole("textbox");
const press = (page, name) => page.getByRole("button", { name, exact: true });
const characters = (page) => page.locator(".live-text [data-place]");
const bars = (page) => page.locator(".live-next li");

// Press a button that writes, and wait until more stands there than before.
export async function write(page, name, act = (button) => button.click()) {
  const before = (await box(page).inputValue()).length;
  await act(press(page, name));
  await page.waitForFunction((length) => {
    const text = document.querySelector(".live textarea").value;
    return text.length > length && document.querySelectorAll(".live-text [data-place]").length === text.length;
  }, before);
  return box(page).inputValue();
}

// Type a text, and wait until as much of it is read as can be.
async function type(page, text, read = text.length) {
  await box(page).fill(text);
  await page.waitForFunction((length) => document.querySelectorAll(".live-text [data-place]").length === length, read);
}

async function set(page, slider, label, value) {
  await slider(page, label).evaluate((input, given) => {
    input.value = given;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }, value);
}

export async function writingSentences({ open, changes, nextFrame, result, slider, hostile, measured }) {
  const name = "write_a_text";
  await open("nothing is loaded before the box is touched, and each model when it is needed", name, {}, async ({ page, say, loaded }) => {
    const nets = () => loaded.filter((url) => url.endsWith(".bin")).length;
    for (let tries = 0; nets() < 3 && tries < 200; tries++) await page.waitForTimeout(50); // a busy machine
    if (nets() !== 3) say(`${nets()} files are loaded for one net and the marks of names`);
    await page.getByRole("radio", { name: "GRU", exact: true }).focus();
    for (const [next, count] of [["small GRU", 4], ["Kneser–Ney", 4]]) {
      await page.keyboard.press("ArrowRight");
      await page.waitForFunction((model) => document.querySelector(".live-result").textContent.startsWith(`Next, ${model} expects`), next);
      if (nets() !== count) say(`${nets()} files are loaded for ${next}`);
    }
  });
  await open("a model writes by keyboard, by mouse and by finger", name, { hasTouch: true }, async ({ page, say }) => {
    const one = await write(page, "One character"), two = await write(page, "One character", async (button) => {
      await button.focus();
      await page.keyboard.press("Enter");
    });
    if (two.length !== one.length + 1 || !two.startsWith(one)) say(`“${one}” becomes “${two}”`);
    const line = await write(page, "A line", (button) => button.tap());
    if (!line.startsWith(two) || (!line.endsWith("\n") && line.length !== two.length + 100)) say(`“${two}” becomes “${line}”`);
  });
  await open("the same seed writes the same text, and another one another", name, {}, async ({ page, say }) => {
    const texts = [];
    for (const seed of [7, 7, 8]) {
      await press(page, "Take back").click();
      await set(page, slider, "Seed", seed);
      await page.waitForFunction(() => document.querySelectorAll(".live-text [data-place]").length === "Shall I".length);
      texts.push(await write(page, "A line"));
      texts.push(await write(page, "A line"));
    }
    if (texts[0] !== texts[2] || texts[1] !== texts[3]) say(`${texts[1]} is not ${texts[3]}`);
    if (texts[1] === texts[5]) say("another seed writes the same");
  });
  await open("what is cut away is shown as cut", name, {}, async ({ page, say }) => {
    const cut = () => page.locator(".live-next .live-cut").count(), all = await bars(page).count();
    if (await cut()) say("something is cut at first");
    await set(page, slider, "Top-k", 3);
    await nextFrame(page);
    await nextFrame(page);
    if (all - (await cut()) !== 3) say(`top-k of 3 leaves ${all - (await cut())}`);
    await changes(page, say, "the end of top-p", async () => {
      await set(page, slider, "Top-p", 0.05);
      await nextFrame(page);
    });
    await set(page, slider, "Temperature", 0);
    await page.waitForFunction(() => document.querySelector(".live-result").textContent.includes("over 99 %"));
    if (all - (await cut()) !== 1) say("greedy leaves more than one");
  });
  await open("the pointer and the slider tell the surprise of each character", name, {}, async ({ page, say }) => {
    await type(page, "To be\nor");
    await slider(page, "Look at character").focus();
    for (const [key, words] of [["Home", "At the beginning, GRU expects"], ["ArrowRight", "Character 1, “T”: surprise"], ["End", "Next, GRU expects"]]) {
      await page.keyboard.press(key);
      if (!(await result(page)).startsWith(words)) say(`${key}: ${await result(page)}`);
    }
    await characters(page).nth(5).hover();
    if (!(await result(page)).startsWith("Character 6, the end of the line: surprise ")) say(`pointed at: ${await result(page)}`);
    await page.mouse.move(0, 0);
    if (!(await result(page)).startsWith("Next, ")) say(`pointed at nothing: ${await result(page)}`);
  });
  await open("names that are complete are marked", name, {}, async ({ page, say }) => {
    await type(page, "Acme Inc\nTarnel\nAc");
    await page.waitForFunction(() => document.querySelectorAll(".live-marks li").length === 2);
    const found = await page.locator(".live-marks li").allTextContents();
    if (found.join("|") !== "Tarnel: new|Acme Inc: exists, but no model has read it") say(found.join("|"));
  });
  await open("whatever is typed is read or skipped in words, and stays text", name, {}, async ({ page, say }) => {
    const refusal = page.locator(".live-refusal").first();
    for (const text of [...hostile.filter((each) => each !== "NaN"), "\ud83d", "o\u202eb", "a".repeat(10_000)]) {
      await box(page).fill(text);
      await page.waitForTimeout(300);
      if (/NaN|undefined/.test(await page.locator(".live-stage").innerText())) say(`${text.slice(0, 20)} shows what is no number`);
    }
    if (await page.locator(".live img:visible").count()) say("markup has become an element");
    if (!(await refusal.textContent()).startsWith("The text has 10000 characters")) say(await refusal.textContent());
    await type(page, "مرحبا 🙂", 1);
    if (!/^Skipped.*🙂/su.test(await refusal.textContent())) say(await refusal.textContent());
    await type(page, "");
    if (await refusal.textContent()) say(`nothing is refused: ${await refusal.textContent()}`);
    if (!(await result(page)).startsWith("At the beginning, GRU expects")) say(await result(page));
    await write(page, "A line");
  });
  await open("a full page is told", name, {}, async ({ page, say }) => {
    await type(page, "ab".repeat(720));
    await press(page, "A line").click();
    await page.waitForFunction(() => document.querySelector(".live-refusal").textContent.startsWith("The page is full"));
    if ((await box(page).inputValue()).length !== 1440) say("it was written all the same");
    await press(page, "Clear").click();
    await write(page, "A line");
  });
  await open("a model that does not come is told, and asked for again", name, {}, async ({ page, say }) => {
    await page.evaluate(() => {
      window.before = window.fetch;
      window.fetch = () => Promise.reject(new Error());
    });
    await page.getByRole("radio", { name: "small GRU" }).check({ force: true });
    await page.waitForFunction(() => document.querySelector(".live-refusal").textContent.includes("there is no connection"));
    await page.evaluate(() => {
      window.fetch = window.before;
    });
    await write(page, "A line");
    if (await page.locator(".live-refusal").first().textContent()) say("the refusal stays");
    if (!(await result(page)).startsWith("Next, small GRU")) say(await result(page));
  });
  await open("the game is played by keyboard and keeps a score", name, {}, async ({ page, say }) => {
    await press(page, "Play").focus();
    await page.keyboard.press("Enter");
    for (let round = 1; round <= 3; round++) {
      await page.waitForFunction(() => document.activeElement?.textContent === "A: this one");
      if ((await page.locator(".live-pieces li").count()) !== 4) say("not four pieces");
      if (round === 2) await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      const score = await page.locator(".live-game .live-hint").last().textContent(), said = await page.locator(".live-game .live-result").textContent();
      if (!new RegExp(`^Right: [0-${round}] of ${round}\\.`).test(score)) say(score);
      if (!/^(Right: [A-D] is by Shakespeare\.|Wrong: [A-D] is by Shakespeare; yours was written by (GRU|small GRU|Kneser–Ney)\.)$/.test(said)) say(said);
      if ((await page.locator(".live-real").count()) !== 1) say("not one real piece");
      await page.keyboard.press("Enter"); // on Next, which has the focus
    }
  });
  await open("bytes of the game and all models", name, {}, async ({ page, loaded }) => {
    await press(page, "Play").click();
    await page.waitForSelector(".live-pieces li");
    measured["write_a_text: files after all is touched"] = new Set(loaded.filter((url) => /_static\/live/.test(url))).size;
  });
}
