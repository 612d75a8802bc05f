// What readers do with the boxes of spelling and sound, for browser.mjs. The nets there are not trained: their answers make no sense.

const field = (page, name) => page.getByRole("textbox", { name, exact: true });
const press = (page, name) => page.getByRole("button", { name, exact: true });
const said = (page) => page.locator(".live-result").textContent();
const refused = (page) => page.locator(".live-refusal").textContent();
const spelt = (page) => page.locator(".live-spellings li").count();

// Type a word, and wait for what is said of it.
export async function say(page, word) {
  await field(page, "A word").fill(word);
  await page.waitForFunction((typed) => document.querySelector(".live-result").textContent.startsWith(`“${typed}”`), word);
}

// Write sounds, and wait for their spellings.
export async function spell(page, sounds) {
  await field(page, "Its sounds").fill(sounds);
  await page.waitForFunction((written) => document.querySelector(".live-result").textContent.startsWith(`${written} (`), sounds);
}

export async function speakingSentences({ open, changes, nextFrame, hostile }) {
  await open("a word is said, its map is drawn, and another answer has another map", "say_a_word", {}, async ({ page, say: wrong, loaded }) => {
    const head = async () => (await page.locator(".live-map thead th").allTextContents()).join("");
    if ((await head()) !== "phoneprobability") wrong(`the map's letters are ${await head()}`);
    if (loaded.filter((url) => url.endsWith(".bin")).length !== 1) wrong("the net is not loaded once");
    if (!(await page.locator(".live-found").textContent()).includes("The dictionary: F OW N (f-oh-n). The net is wrong; it has learnt from this word.")) wrong("the dictionary says nothing");
    const answers = page.locator(".live-answers button");
    if ((await answers.count()) !== 3) wrong(`${await answers.count()} answers of a beam of 3`);
    for (const place of [2, 1]) {
      await answers.nth(place).focus();
      await changes(page, wrong, `Enter on answer ${place + 1}`, () => page.keyboard.press("Enter"));
      if ((await answers.nth(place).getAttribute("aria-pressed")) !== "true") wrong(`answer ${place + 1} is not pressed`);
    }
    const weights = await page.locator(".live-map tbody tr").first().locator(".live-shade").evaluateAll((all) => all.map((each) => Number(each.style.opacity)));
    if (Math.abs(weights.reduce((sum, each) => sum + each, 0) - 1) > 0.01) wrong(`the weights of a row are ${weights}`);
    await say(page, "unbelievability");
    if (!(await said(page)).includes("has more than 12 letters")) wrong("a long word is not told");
    if (!(await page.locator(".live-found").textContent()).includes("only the dictionary knows")) wrong("the dictionary seems to know");
  });
  await open("words and answers are pressed by finger", "say_a_word", { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } }, async ({ page, say: wrong }) => {
    await changes(page, wrong, "an example", async () => {
      await press(page, "colonel").tap();
      await page.waitForFunction(() => document.querySelector(".live-result").textContent.startsWith("“colonel”"));
    });
    await changes(page, wrong, "an answer", () => page.locator(".live-answers button").last().tap());
    await say(page, "a".repeat(30));
    if ((await page.evaluate(() => document.documentElement.scrollWidth)) > 390) wrong("thirty letters make the page wide");
  });
  await open("whatever is typed as a word is read or refused in words, and stays text", "say_a_word", {}, async ({ page, say: wrong }) => {
    const box = field(page, "A word"), texts = hostile.filter((each) => each.trim() && each !== "NaN");
    for (const text of [...texts, "\ud83d", "o\u202eb", "'", "R2D2", "a".repeat(200)]) {
      await box.fill(text);
      await nextFrame(page);
      await nextFrame(page);
      if (!(await refused(page)).endsWith("“phone” still counts.")) wrong(`${text.slice(0, 30)}: ${await refused(page)}`);
      if ((await box.getAttribute("aria-invalid")) !== "true") wrong(`${text.slice(0, 30)} is not marked`);
    }
    if (await page.locator(".live img:visible").count()) wrong("markup has become an element");
    await box.fill("Größe");
    await page.waitForFunction(() => document.querySelector(".live-result").textContent.startsWith("“grosse”"));
    for (const text of ["", "  "]) {
      await box.fill(text);
      await page.waitForFunction(() => document.querySelector(".live-found").hidden);
      if (await refused(page)) wrong("nothing is refused");
    }
  });

  await open("a word becomes sounds, and these are spelt; sounds are pressed, taken back and cleared", "spell_sounds", {}, async ({ page, say: wrong, loaded }) => {
    if (loaded.filter((url) => url.endsWith(".bin")).length !== 1) wrong("spelling sounds loads more than one net");
    if ((await spelt(page)) !== 10) wrong(`${await spelt(page)} spellings of ten`);
    await press(page, "K, as in key").click();
    await page.waitForFunction(() => document.querySelector(".live-result").textContent.startsWith("F OW N K ("));
    await page.keyboard.press("ArrowRight");
    if ((await page.evaluate(() => document.activeElement.textContent)) !== "L") wrong("the arrows do not go from sound to sound");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector(".live-result").textContent.startsWith("F OW N K L ("));
    await page.keyboard.press("Home");
    if ((await page.evaluate(() => document.activeElement.textContent)) !== "AA") wrong("Home is not the first sound");
    await press(page, "Take back").click();
    await page.waitForFunction(() => document.querySelector(".live-result").textContent.startsWith("F OW N K ("));
    await press(page, "Clear").click();
    await page.waitForFunction(() => document.querySelector(".live-found").hidden);
    await press(page, "phone").click();
    await page.waitForFunction(() => document.querySelectorAll(".live-refusal:not(:empty), .live-found:not([hidden])").length);
    if (!(await field(page, "Its sounds").inputValue())) wrong("the word has no sounds");
    if (loaded.filter((url) => url.endsWith(".bin")).length !== 2) wrong("a word does not load the other net");
  });
  await open("sounds are pressed by finger", "spell_sounds", { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } }, async ({ page, say: wrong }) => {
    await changes(page, wrong, "a finger on a sound", async () => {
      await press(page, "IY, as in see").tap();
      await page.waitForFunction(() => document.querySelector(".live-result").textContent.startsWith("F OW N IY ("));
    });
  });
  await open("whatever is written as sounds is read or refused in words, and stays text", "spell_sounds", {}, async ({ page, say: wrong }) => {
    const box = field(page, "Its sounds");
    for (const text of [...hostile.filter((each) => each.trim()), "\ud83d", "K\u202eW", "IH9", "K ".repeat(200)]) {
      await box.fill(text);
      await nextFrame(page);
      await nextFrame(page);
      if (!(await refused(page)).endsWith("“F OW N” still counts.")) wrong(`${text.slice(0, 30)}: ${await refused(page)}`);
      if ((await box.getAttribute("aria-invalid")) !== "true") wrong(`${text.slice(0, 30)} is not marked`);
      if ((await spelt(page)) !== 10) wrong(`${text.slice(0, 30)} changes the spellings`);
    }
    if (await page.locator(".live img:visible").count()) wrong("markup has become an element");
    await spell(page, "K W IH K");
  });
}
