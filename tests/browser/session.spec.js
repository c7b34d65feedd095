// What a founder does in one sitting, at every size and in both themes; and once more by keyboard alone.
import { test, expect } from "./guard.js";
import { barriers } from "./barriers.js";
import { readFileSync } from "node:fs";
import { card, choose, copyLink, field, open, picture, settled, slide, title, type, watch } from "./founder.js";

/** Axe on the page as it is; and no canvas without a name, which axe does not notice. */
async function sound(page, state) {
  expect(await barriers(page), state).toEqual([]);
  for (const canvas of await page.locator("canvas").all()) await expect(canvas, state).toHaveAttribute("aria-label", /./);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), `${state}: nothing to scroll sideways`).toBeLessThanOrEqual(0);
}

const fold = (page, name) => page.locator("details > summary", { hasText: name }).first();

for (const [width, height] of [[360, 740], [768, 1024], [1280, 800], [1920, 1080]]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`a founder's session, ${width} wide, ${colorScheme}`, async ({ browser, baseURL }) => {
      test.setTimeout(180_000);
      const context = await browser.newContext({ baseURL, colorScheme, viewport: { width, height }, acceptDownloads: true });
      const page = await context.newPage();
      const complaints = watch(page);
      await open(page);
      await sound(page, "as opened");

      // Each kind of input: a number, a slider, a range, a rate by the year, a curve.
      await title(page).fill("My plan");
      await title(page).press("Enter");
      await type(page, "Monthly churn", "5");
      await slide(page, "Expansion", 1);
      const churn = page.locator('[data-input="churn"]');
      await churn.getByRole("button", { name: /Range/ }).click();
      await type(page, "Monthly churn, high end", "7");
      await page.getByLabel("Survival curve").selectOption({ label: "Onboarding: higher at first" });
      await settled(page);
      await sound(page, "inputs changed");

      // Compare: a copy, with an event.
      await page.getByRole("button", { name: "Duplicate" }).click();
      await type(page, "Name", "With reminders");
      await page.getByRole("button", { name: "New event" }).click();
      const marker = page.locator(".marker");
      await expect(marker).toHaveCount(1);
      await settled(page);
      await sound(page, "an event");

      // Drag it a year and a half along the axis.
      const from = Number(await marker.getAttribute("aria-valuenow"));
      const box = await marker.boundingBox();
      await marker.scrollIntoViewIfNeeded();
      const start = await marker.boundingBox();
      await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
      await page.mouse.down();
      await page.mouse.move(start.x + start.width / 2 + 0.2 * width, start.y + start.height / 2, { steps: 8 });
      await page.mouse.up();
      const to = Number(await marker.getAttribute("aria-valuenow"));
      expect(to, `from month ${from}, at ${JSON.stringify(box)}`).toBeGreaterThan(from);
      await expect(field(page, "From month")).toHaveValue(String(to));
      await page.getByRole("button", { name: "Undo", exact: true }).click();
      await expect(marker, "one drag is one step").toHaveAttribute("aria-valuenow", String(from));
      await page.getByRole("button", { name: "Redo", exact: true }).click();
      await expect(marker).toHaveAttribute("aria-valuenow", String(to));
      await settled(page);

      await page.getByRole("tab", { name: "Difference" }).click();
      await settled(page);
      await sound(page, "the difference");

      // Reload, share, export and read the file back.
      const shown = await card(page, 1).textContent();
      await page.reload();
      await settled(page);
      expect(await card(page, 1).textContent()).toBe(shown);
      const address = await copyLink(page);
      const elsewhere = await browser.newContext({ baseURL });
      const other = await elsewhere.newPage();
      await open(other, address);
      expect(await card(other, 1).textContent()).toBe(shown);
      await elsewhere.close();
      const download = page.waitForEvent("download");
      await choose(page, "Study", "Save as a file");
      const file = await (await download).path();
      await type(page, "Name", "Something else");
      const chooser = page.waitForEvent("filechooser");
      await choose(page, "Study", "Open a file…");
      await (await chooser).setFiles({ name: "plan.holdfast.json", mimeType: "application/json", buffer: readFileSync(file) });
      await expect(page.locator(".notice")).toContainText("Opened from a file");
      await settled(page);
      expect(await card(page, 1).textContent()).toBe(shown);

      // A long run, cancelled.
      await fold(page, "Study settings").click();
      await type(page, "Simulated futures", "1000000");
      await page.getByRole("button", { name: "Stop" }).click();
      await expect(page.getByRole("button", { name: "Simulate the rest" })).toBeVisible();
      await type(page, "Simulated futures", "10000");
      await settled(page, "10,000 futures");
      await sound(page, "settings open");
      expect(complaints).toEqual([]);
      await context.close();
    });
  }
}

test("a complete session by keyboard alone", async ({ page }) => {
  test.setTimeout(180_000);
  await open(page);
  /** Tabs on until the focus is on what is wanted. */
  const reach = async (wanted, back = false) => {
    for (let press = 0; press < 400; press++) {
      if (await wanted.evaluate((element) => element === document.activeElement).catch(() => false)) return;
      await page.keyboard.press(back ? "Shift+Tab" : "Tab");
    }
    throw new Error("never reached");
  };
  const button = (name) => page.getByRole("button", { name, exact: true });
  await reach(page.getByRole("link", { name: "Skip to the inputs" }));
  await page.keyboard.press("Enter");
  await reach(field(page, "Monthly churn"));
  await page.keyboard.press("Control+A");
  await page.keyboard.type("6");
  await page.keyboard.press("Tab");
  await expect(field(page, "Monthly churn")).toHaveValue("6");
  await reach(page.getByRole("slider", { name: "Monthly churn, slider" }));
  await page.keyboard.press("ArrowRight");
  await expect(field(page, "Monthly churn")).toHaveValue("6.1");
  await page.keyboard.press("Control+Z");
  await expect(field(page, "Monthly churn")).toHaveValue("6");
  await reach(button("Duplicate"), true);
  await page.keyboard.press("Enter");
  await expect(page.locator(".card")).toHaveCount(4);
  await reach(field(page, "Name"));
  await page.keyboard.press("Control+A");
  await page.keyboard.type("By keys");
  await reach(button("New event"));
  await page.keyboard.press("Enter");
  await settled(page);
  const marker = page.locator(".marker");
  const month = Number(await marker.getAttribute("aria-valuenow"));
  await reach(marker, true);
  await page.keyboard.press("PageUp");
  await expect(marker).toHaveAttribute("aria-valuenow", String(month + 12));
  await reach(page.getByRole("slider", { name: "Place to read off" }), true);
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await expect(page.locator(".readout")).toContainText("Month 1");
  await reach(page.getByRole("tab", { name: "Over time" }), true);
  const before = await picture(page);
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => picture(page)).not.toBe(before);
  await reach(button("Study"), true);
  await page.keyboard.press("Enter");
  await reach(button("Save as a file"));
  const download = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  const saved = JSON.parse(readFileSync(await (await download).path(), "utf8"));
  expect(saved.scenarios[1]).toMatchObject({ name: "By keys", churn: 0.06 });
  expect(saved.scenarios[1].events).toHaveLength(1);
});
