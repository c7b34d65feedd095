// Where things stand, on small windows and large ones, and in the system's own colours.
import { expect, test } from "./guard.js";
import { arrive, choose, open, type } from "./founder.js";

/** Where it stands. What is just being made anew has no place for a moment. */
async function box(locator) {
  let found;
  await expect.poll(async () => (found = await locator.boundingBox())).not.toBeNull();
  return found;
}
const bottom = ({ y, height }) => y + height;

async function addUntil(page, count) {
  while ((await page.locator(".tab:not(.add)").count()) < count) await page.getByRole("button", { name: "Add", exact: true }).click();
}

for (const colorScheme of ["light", "dark"]) {
  test(`in forced colours, ${colorScheme}, the chart has its lines and its ink`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({ baseURL, colorScheme, forcedColors: "active" });
    const page = await context.newPage();
    await open(page);
    const colors = await page.locator(".chart canvas").evaluate((canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    });
    expect(colors).toBeGreaterThan(20);
    await context.close();
  });
}

for (const [width, height] of [[360, 740], [768, 1024], [1280, 800], [1920, 1080]]) {
  test(`a presentation of eight scenarios at ${width} by ${height}: a chart, and controls that cover nothing of each other`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page);
    await addUntil(page, 8);
    await choose(page, "View", "Present");
    const [chart, strip] = [page.locator(".chart"), page.locator(".strip")];
    await expect(strip).toBeVisible();
    expect((await box(chart.locator("canvas"))).height).toBeGreaterThan(0.3 * height);
    expect(bottom(await box(chart.locator("canvas")))).toBeLessThanOrEqual((await box(strip)).y);
    expect(bottom(await box(strip)), "at the foot").toBeCloseTo(height, 0);
    const leave = await box(strip.getByRole("button", { name: "Leave" }));
    const sliders = await box(strip.locator(".strip-sliders"));
    expect(bottom(leave) <= sliders.y || leave.x >= sliders.x + sliders.width).toBe(true);
    for (const card of await page.locator(".card").all()) {
      expect(await card.evaluate((card) => card.scrollWidth - card.clientWidth)).toBeLessThanOrEqual(0);
    }
  });
}

test("on a laptop the chart is seen whole with its note and three cards", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await arrive(page);
  await expect(page.locator(".notice")).not.toBeEmpty();
  expect(bottom(await box(page.locator(".chart")))).toBeLessThanOrEqual((await box(page.locator("footer"))).y);
});

test("on a phone every tool and tab is in sight, and tables show figures beside their names", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await open(page);
  for (const tab of await page.getByRole("tab").all()) {
    await tab.click();
    for (const name of [".tablist", ".tools"]) {
      expect(await page.locator(name).evaluate((row) => row.scrollWidth - row.clientWidth), name).toBeLessThanOrEqual(0);
    }
  }
  await page.getByText("Unit economics and risks").click();
  const table = page.locator(".results > .figures", { hasText: "Unit economics and risks" });
  await expect(table.locator("tr").nth(1)).toBeVisible();
  const { x, width } = await box(table.locator(".scroll"));
  const value = await box(table.locator("tr").nth(1).locator("td").first());
  expect(value.x + value.width).toBeLessThanOrEqual(x + width);
  await table.locator(".scroll").evaluate((scroll) => (scroll.scrollLeft = 100));
  expect((await box(table.getByRole("rowheader").first())).x, "names stay").toBeCloseTo(x, 0);
  await type(page, "Monthly churn", "900");
  await expect(page.locator(".stale"), "the reason is where the chart is").toBeInViewport();
});

test("a name of 96 characters takes two lines of its card", async ({ page }) => {
  await open(page);
  await type(page, "Name", "A name that goes on ".repeat(5).slice(0, 96));
  const head = page.locator(".card h3").first();
  await expect(head).toHaveAttribute("title", /goes on/);
  const lines = await head.evaluate((head) => head.clientHeight / parseFloat(getComputedStyle(head).lineHeight));
  expect(lines).toBeLessThan(2.1);
});
