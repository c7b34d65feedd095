// The main job, as a founder does it: compare churn rates, move a slider, pass the study on.
import { test, expect } from "./guard.js";
import { arrive, card, copyLink, field, open, picture, preset, settled, slide, type, watch } from "./founder.js";

test("the leaky bucket is there, live, with the published figures", async ({ page }) => {
  const complaints = watch(page);
  await arrive(page);
  await expect(page.getByRole("heading", { name: "Leaky bucket after 5 years" })).toBeVisible();
  // Medians of 10,000 futures; the expected path at the medians is 13.66, 14.62 and 23.67.
  await expect(card(page, 0)).toContainText("4% churn");
  await expect(card(page, 0)).toContainText("$13.7M");
  await expect(card(page, 1)).toContainText("$14.6M");
  await expect(card(page, 2)).toContainText("$23.7M");
  await expect(card(page, 2)).toContainText("ARR against 4% churn");
  expect(complaints).toEqual([]);
});

test("a slider answers, and churn costs money", async ({ page }) => {
  await arrive(page);
  const before = await picture(page);
  await slide(page, "Monthly churn", 10);
  await expect.poll(() => picture(page)).not.toBe(before);
  await expect(field(page, "Monthly churn")).toHaveValue("10");
  await settled(page);
  await expect(card(page, 0)).not.toContainText("ARR$13.7M");
  await expect(card(page, 1)).toContainText("$14.6M");
});

test("an arrow key moves a slider by one step, whatever its scale", async ({ page }) => {
  await open(page);
  for (const [label, values] of [
    ["Monthly churn", ["4.1", "4", "0", "0.1", "15"]], // linear
    ["Trials in month 1", ["1", "0", "0", "1", "100000"]], // log
  ]) {
    await page.getByRole("slider", { name: `${label}, slider`, exact: true }).focus();
    for (const [at, key] of ["ArrowRight", "ArrowLeft", "Home", "ArrowRight", "End"].entries()) {
      await page.keyboard.press(key);
      await expect(field(page, label), key).toHaveValue(values[at]);
    }
  }
});

test("a copied link reproduces the study elsewhere, and keeps the other's own", async ({ page, browser, baseURL }) => {
  await open(page);
  await type(page, "Monthly churn", "2.5");
  await type(page, "Name", "Our <b>plan</b>");
  await settled(page);
  const mine = await card(page, 0).innerText();
  const address = await copyLink(page);
  expect(address).toContain("#study=");

  const elsewhere = await browser.newContext({ baseURL });
  const other = await elsewhere.newPage();
  await open(other);
  await type(other, "Monthly churn", "9");
  await settled(other);
  await other.goto(address);
  await expect(field(other, "Monthly churn")).toHaveValue("2.5");
  await settled(other);
  expect(await card(other, 0).innerText()).toBe(mine);
  expect(other.url()).not.toContain("study=");
  await other.getByRole("button", { name: "Back to my study" }).click();
  await expect(field(other, "Monthly churn")).toHaveValue("9");
  await elsewhere.close();
});

test("what is typed is still there after a reload", async ({ page }) => {
  await open(page);
  await type(page, "Monthly churn", "7");
  await type(page, "Price (ARPA), low end", "900000000");
  await page.reload();
  await expect(field(page, "Monthly churn")).toHaveValue("7");
  await expect(field(page, "Price (ARPA), low end")).toHaveValue("900000000");
  await expect(page.locator(".stale")).toContainText("Price (ARPA): must lie between");
});

test("scenarios are added, duplicated, renamed and removed", async ({ page }) => {
  await open(page);
  const tabs = page.locator(".tabs .tab:not(.add)");
  await page.getByRole("button", { name: "Duplicate" }).click();
  await expect(tabs).toHaveCount(4);
  await expect(field(page, "Name")).toHaveValue("4% churn 2");
  await type(page, "Name", "Plan B");
  await expect(tabs.nth(1)).toHaveText("Plan B");
  await page.getByRole("button", { name: "Add" }).click();
  await expect(tabs).toHaveCount(5);
  await settled(page);
  await expect(page.locator(".card")).toHaveCount(5);
  for (let left = 4; left >= 1; left--) {
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await expect(tabs).toHaveCount(left);
  }
  await expect(page.getByRole("button", { name: "Remove", exact: true })).toBeDisabled();
  await settled(page);
  await expect(page.locator(".card")).toHaveCount(1);
});

test("an exact value becomes a range and back", async ({ page }) => {
  await open(page);
  const row = page.locator('[data-input="churn"]');
  await row.getByRole("button", { name: "Range" }).click();
  await expect(field(page, "Monthly churn, low end")).toHaveValue("3.36");
  await expect(field(page, "Monthly churn, high end")).toHaveValue("4.76");
  await expect(row).toContainText("Nine times in ten");
  await settled(page);
  await row.getByRole("button", { name: "Range" }).click();
  await expect(field(page, "Monthly churn")).toHaveValue("4");
});

test("the other preset shows the chart of 2019 and says what it leaves unsaid", async ({ page }) => {
  await arrive(page);
  await preset(page, "Retention is the new acquisition");
  await expect(page.locator(".notice")).toContainText("expansion must differ");
  await settled(page);
  for (const [index, arr] of ["$15.7M", "$26.0M", "$39.7M", "$57.3M"].entries()) {
    await expect(card(page, index)).toContainText(arr);
  }
});

test("the crosshair reads off values by mouse and by arrow keys", async ({ page }) => {
  await open(page);
  const area = page.locator(".pointer-area");
  const box = await area.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await expect(page.locator(".readout")).toContainText("Month");
  await expect(page.locator(".readout tr")).toHaveCount(3);
  await page.mouse.move(0, 0);
  await expect(page.locator(".readout")).toHaveCount(0);
  await area.focus();
  await expect(page.locator(".readout")).toContainText("Month 60");
  await page.keyboard.press("Home");
  await page.keyboard.press("PageUp");
  await page.keyboard.press("ArrowRight");
  await expect(page.locator(".readout")).toContainText("Month 13");
  await expect(area).toHaveAttribute("aria-valuenow", "13");
  await expect(area).toHaveAttribute("aria-valuetext", /Month 13 · Jan 2027\. 4% churn: \$/);
});

test("the table holds the figures of the chart", async ({ page }) => {
  await arrive(page);
  await page.getByText("Figures as a table").click();
  const last = page.locator(".figures tbody tr").last();
  await expect(last.locator("th")).toHaveText("60");
  await expect(last.locator("td").nth(15)).toContainText("$1.97M");
});

test("the chart is crisp at any pixel ratio, and follows the window", async ({ browser, baseURL }) => {
  for (const deviceScaleFactor of [1, 1.5, 3]) {
    const context = await browser.newContext({ baseURL, deviceScaleFactor, viewport: { width: 700, height: 800 } });
    const page = await context.newPage();
    await open(page);
    const sizes = () => page.locator(".chart canvas").evaluate((canvas) => [canvas.width, canvas.getBoundingClientRect().width]);
    let [device, css] = await sizes();
    expect(Math.abs(device - css * deviceScaleFactor)).toBeLessThanOrEqual(1);
    await page.setViewportSize({ width: 1400, height: 800 });
    await expect.poll(async () => ([device, css] = await sizes(), Math.abs(device - css * deviceScaleFactor))).toBeLessThanOrEqual(1);
    await context.close();
  }
});

test("nothing scrolls sideways, from a small phone to a projector", async ({ page }) => {
  await open(page);
  for (const width of [320, 360, 768, 1280, 1920, 2560]) {
    await page.setViewportSize({ width, height: 800 });
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    await expect.poll(overflow, `${width} wide`).toBeLessThanOrEqual(0);
  }
});

for (const [width, height] of [[390, 844], [1280, 800], [1920, 1080]]) {
  test(`the chart stays in sight while churn is moved, ${width} × ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page);
    await page.getByRole("slider", { name: "Monthly churn, slider", exact: true }).scrollIntoViewIfNeeded();
    const box = await page.locator(".chart canvas").boundingBox();
    expect(box.y).toBeGreaterThanOrEqual(0);
    expect(box.y + box.height).toBeLessThanOrEqual(height);
  });
}

test("scenarios that nobody touches do not move", async ({ page }) => {
  await arrive(page);
  const others = () => Promise.all([card(page, 1).locator("dl").innerText(), card(page, 2).locator("dl").innerText()]);
  const before = await others();
  const own = await card(page, 0).innerText();
  await slide(page, "Monthly churn", 8);
  await expect(card(page, 0)).not.toHaveText(own, { useInnerText: true });
  expect(await others()).toEqual(before);
  await settled(page);
  expect(await others()).toEqual(before);
});

test("a tap reads off a month, and it stays", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL, hasTouch: true, viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await open(page);
  const box = await page.locator(".pointer-area").boundingBox();
  for (const share of [0.4, 0.9]) {
    await page.touchscreen.tap(box.x + share * box.width, box.y + box.height / 2);
    const month = Number(await page.locator(".pointer-area").getAttribute("aria-valuenow"));
    expect(Math.abs(month - 60 * (share * box.width - 36) / (box.width - 56))).toBeLessThan(8);
    await expect(page.locator(".readout")).toContainText(`Month ${month}`);
  }
  await context.close();
});

test("inputs that only together are too much are told by name", async ({ page }) => {
  await open(page);
  await type(page, "Growth of trials", "50");
  await expect(page.locator(".stale")).toContainText("4% churn: the study grows beyond");
  await expect(page.locator(".tab.is-wrong")).toHaveCount(1);
  await page.getByRole("button", { name: "Copy link", exact: true }).first().click();
  await expect(page.locator(".notice")).toContainText("Correct the marked inputs first");
});
