// What readers do with the box of metres, for browser.mjs. The net there is not trained: its answers make no sense.

const field = (page, name) => page.getByRole("textbox", { name, exact: true });
const said = (page) => page.locator(".live-result").textContent();
const refused = (page) => page.locator(".live-refusal").textContent();
const now = (page) => page.locator(".live-couplet tbody tr").first().locator("td").evaluateAll((all) => all.findIndex((each) => each.classList.contains("live-now")));

// Press the couplet, and wait for what is said of it.
export async function pressCouplet(page) {
  await page.locator(".live-buttons button").first().click();
  await page.waitForFunction(() => document.querySelector(".live-result").textContent.startsWith("The whole couplet"));
}

export async function versesSentences({ open, changes, nextFrame, slider, hostile }) {
  await open("a couplet is pressed, and read letter by letter with the keys", "read_a_couplet", {}, async ({ page, say: wrong, loaded }) => {
    await pressCouplet(page);
    if (loaded.filter((url) => url.endsWith(".bin")).length !== 1) wrong("the net is not loaded once");
    const count = await page.locator(".live-couplet thead th").count();
    if (count !== 17 + 16 || (await now(page)) !== count - 1) wrong(`${count} letters, and ${await now(page)} is marked`);
    if (!(await page.locator(".live-found").textContent()).includes("The poem's metre is hazaj-8")) wrong("the metre is not told");
    await changes(page, wrong, "a letter less", () => slider(page, "Letters read").press("ArrowLeft"));
    if (!(await said(page)).startsWith("After 32 of 33 letters")) wrong(await said(page));
    await changes(page, wrong, "the first letter", () => slider(page, "Letters read").press("Home"));
    if ((await page.locator(".live-verse mark").first().textContent()).length !== 1) wrong("more than a letter is marked as read");
    const shares = await page.locator(".live-metres .live-track > span").evaluateAll((all) => all.map((each) => Number.parseFloat(each.style.width)));
    if (shares.length !== 2 || Math.abs(shares[0] + shares[1] - 100) > 0.01) wrong(`the bars are ${shares}`);
  });
  await open("verse is named as Persian and runs from right to left", "read_a_couplet", {}, async ({ page, say: wrong }) => {
    await pressCouplet(page);
    for (const place of ['.live-couplet-fields input', ".live-verse", ".live-buttons button", ".live-couplet thead th"]) {
      for (const each of await page.locator(place).all()) {
        if ((await each.getAttribute("lang")) !== "fa" || (await each.getAttribute("dir")) !== "rtl") wrong(`${place} is not marked`);
      }
    }
    const [first, last] = await page.locator(".live-couplet thead th").evaluateAll((all) => [all[0], all.at(-1)].map((each) => each.getBoundingClientRect().left));
    if (!(first > last)) wrong("the first letter is not on the right");
  });
  await open("a couplet is pressed by finger on a phone", "read_a_couplet", { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } }, async ({ page, say: wrong }) => {
    await page.locator(".live-buttons button").first().tap();
    await page.waitForFunction(() => document.querySelector(".live-result").textContent.startsWith("The whole couplet"));
    if ((await page.evaluate(() => document.documentElement.scrollWidth)) > 390) wrong("a couplet makes the page wide");
  });
  await open("whatever is written as verse is read or refused in words, and stays text", "read_a_couplet", {}, async ({ page, say: wrong }) => {
    const box = field(page, "First half of a couplet");
    for (const text of [...hostile.filter((each) => each && !each.includes("مرحبا")), "latin", "\u064e\u0650", "ن".repeat(500), "一", "ﻻ"]) {
      await pressCouplet(page);
      await box.fill(text);
      await nextFrame(page);
      await page.waitForFunction(() => document.querySelector(".live-refusal").textContent);
      if (!(await refused(page)).endsWith("The last couplet still stands below.")) wrong(`${text.slice(0, 30)}: ${await refused(page)}`);
      if ((await box.getAttribute("aria-invalid")) !== "true") wrong(`${text.slice(0, 30)} is not marked`);
      if ((await field(page, "Second half").getAttribute("aria-invalid")) === "true") wrong("the other half is marked too");
    }
    if (await page.locator(".live img:visible").count()) wrong("markup has become an element");
    await pressCouplet(page);
    if (await refused(page)) wrong("the refusal stays");
    await field(page, "Second half").fill("");
    await page.waitForFunction(() => document.querySelector(".live-result").textContent.startsWith("The first half alone"));
    if (await refused(page)) wrong("a missing half is refused");
    if ((await page.locator(".live-couplet thead th").count()) !== 17) wrong("the missing half has letters");
    await box.fill("");
    await page.waitForFunction(() => document.querySelector(".live-found").hidden);
  });
}
