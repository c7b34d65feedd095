// The page without a mouse, without sight, in light and dark.
import { test, expect } from "./guard.js";
import { barriers } from "./barriers.js";
import { open, preset, type } from "./founder.js";

for (const colorScheme of ["light", "dark"]) {
  for (const width of [390, 1280]) {
    test(`axe finds nothing, ${colorScheme}, ${width} wide`, async ({ browser, baseURL }) => {
      const context = await browser.newContext({ baseURL, colorScheme, viewport: { width, height: 900 } });
      const page = await context.newPage();
      await open(page);
      await page.getByText("Figures as a table").click();
      await page.getByText("Study settings").click();
      for (const summary of await page.locator(".more > summary").all()) await summary.click();
      await page.getByLabel("Survival curve").selectOption({ index: 3 });
      await page.getByLabel("Survival curve").selectOption({ index: 1 });
      await type(page, "Monthly churn", "120");
      await preset(page, "Leaky bucket");
      for (const name of ["New plan", "New plan", "New event", "Colour and line", "About Monthly churn"]) {
        await page.getByRole("button", { name }).click();
      }
      await type(page, "Monthly churn", "120");
      await page.locator(".pointer-area").focus();
      expect(await barriers(page)).toEqual([]);
      // axe does not notice a canvas without a name.
      for (const canvas of await page.locator("canvas").all()) await expect(canvas).toHaveAttribute("aria-label", /./);
      await context.close();
    });
  }
}

test("the keyboard reaches every control, and each shows its focus", async ({ page }) => {
  await open(page);
  // Of a list of tabs only the open one is a stop; arrow keys go on from there.
  const stops = "a, button:enabled, input, select, summary, [tabindex='0']".split(", ").map((stop) => `${stop}:not([tabindex='-1'])`);
  const controls = await page.locator(stops.join(", ")).filter({ visible: true }).count();
  const seen = new Set();
  for (let press = 0; press < controls + 3; press++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === document.body) return null;
      const visible = getComputedStyle(element).outlineStyle !== "none";
      return [element.outerHTML.slice(0, 200) + [...document.querySelectorAll("*")].indexOf(element), visible];
    });
    if (at) {
      expect(at[1], at[0]).toBe(true);
      seen.add(at[0]);
    }
  }
  expect(seen.size).toBeGreaterThanOrEqual(controls);
});
