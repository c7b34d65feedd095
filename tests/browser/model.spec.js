// The page that explains the model: found from the app, readable by everyone, and quiet.
import { test, expect } from "./guard.js";
import { barriers } from "./barriers.js";
import { open, watch } from "./founder.js";

const sections = [
  "future", "month", "reach", "acquire", "develop", "retain", "return", "advocate", "money", "ranges", "events", "luck",
  "expected", "measures", "charts", "advice", "accuracy", "limits", "headline", "sources",
];

test("the header opens it in a tab of its own, and it leads back", async ({ page, context, baseURL }) => {
  await open(page);
  await page.getByRole("button", { name: "Help", exact: true }).click();
  const link = page.getByRole("link", { name: "How it works" });
  await expect(link).toHaveAttribute("rel", "noopener");
  const opened = context.waitForEvent("page");
  await link.click();
  const model = await opened;
  await expect(model.getByRole("heading", { level: 1 })).toHaveText("How Holdfast works");
  expect(model.url()).toBe(new URL("model.html", baseURL).href);
  await model.getByRole("link", { name: "Back to Holdfast" }).first().click();
  await expect(model.locator(".card").first()).toBeVisible();
});

test("it has every section, each listed, and asks nobody else for anything", async ({ page }) => {
  const complaints = watch(page);
  page.on("response", (response) => {
    if (!response.ok()) complaints.push(`${response.status()} ${response.url()}`);
  });
  await page.goto("./model.html", { waitUntil: "networkidle" });
  expect(await page.locator("section").evaluateAll((list) => list.map((section) => section.id))).toEqual(sections);
  const listed = await page.locator("nav a").evaluateAll((list) => list.map((link) => link.getAttribute("href")));
  expect(listed).toEqual(sections.map((id) => `#${id}`));
  await expect(page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveCount(1);
  // Its sheets are there: the column is narrower than the window.
  expect((await page.locator("main").boundingBox()).width).toBeLessThan(900);
  expect(complaints).toEqual([]);
});

test("it never scrolls sideways", async ({ page }) => {
  await page.goto("./model.html");
  for (const width of [320, 390, 1280, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, `${width} wide`).toBeLessThanOrEqual(0);
  }
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing on it, ${colorScheme}`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({ baseURL, colorScheme });
    const page = await context.newPage();
    await page.goto("./model.html");
    expect(await barriers(page)).toEqual([]);
    await context.close();
  });
}
