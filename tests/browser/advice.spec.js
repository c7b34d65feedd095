// What matters, the map, and acquiring against retaining: answered by workers, read off, saved, and by keyboard alone.
import { expect, test } from "./guard.js";
import { barriers } from "./barriers.js";
import { readFileSync } from "node:fs";
import { arrive, field, fragment, leakyBucket, open, picture, preset, problemOf, settled, slide, type, watch } from "./founder.js";

const tab = (page, name) => page.getByRole("tab", { name, exact: true });
const choose = (page, label, option) => page.getByRole("combobox", { name: label, exact: true }).selectOption(option);

/** Opens a tab, and waits until all that it asks for is answered. */
async function ask(page, name) {
  await tab(page, name).click();
  await answered(page);
}

async function answered(page) {
  await page.waitForTimeout(50); // a change is asked about in a task of its own
  await expect(page.locator("#chart")).toHaveAttribute("aria-busy", "false");
}

/** The chart's figures as a CSV file has them: lines of fields. */
async function csv(page) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator(".save").getByRole("button", { name: "CSV", exact: true }).click(),
  ]);
  const text = readFileSync(await download.path(), "utf8");
  return text.replace("\ufeff", "").trim().split("\r\n").map((line) => line.match(/("[^"]*"|[^,]*)(,|$)/g).map((field) => field.replace(/,$/, "").replace(/^"|"$/g, "")).slice(0, line.endsWith(",") ? undefined : -1));
}

test("what matters: bars of all inputs, shares of the variance, and luck", async ({ page }) => {
  const complaints = watch(page);
  await arrive(page);
  await ask(page, "What matters");
  const lines = await csv(page);
  expect(lines[0][0]).toBe("Input");
  // The widest first: ranges of conversion, price and trials, then what is moved by a fifth.
  expect(lines.slice(1, 5).map(([name]) => name.split(":")[0])).toEqual(["Trial to paid", "Price (ARPA)", "More trials each month", "Monthly churn"]);
  const share = lines[0].indexOf("Share of variance");
  const shares = lines.slice(1).map((line) => Number(line[share])).filter((value) => value > 0);
  expect(shares).toHaveLength(3);
  const sum = shares.reduce((sum, value) => sum + value, 0);
  expect(sum).toBeGreaterThan(0.98);
  expect(sum).toBeLessThan(1.02);
  await expect(page.locator(".caption")).toContainText("Plain luck");
  // Up and down go from bar to bar.
  await page.locator(".pointer-area").focus();
  await page.keyboard.press("Home");
  await expect(page.locator(".readout")).toContainText("Trial to paid");
  await page.keyboard.press("ArrowDown");
  await expect(page.locator(".readout")).toContainText("Price (ARPA)");

  // Another outcome at another month is another chart; what has no luck has no share of it.
  const before = await picture(page);
  await choose(page, "Series", "Customers");
  await answered(page);
  await expect.poll(() => picture(page)).not.toBe(before);
  expect((await csv(page)).map(([name]) => name.split(":")[0])).not.toContain("Price (ARPA)");
  await slide(page, "Monthly churn", 8);
  await answered(page);
  expect(complaints).toEqual([]);
});

/**
 * One year of the leaky bucket, because a map of it takes a fifth of the time that five years take. New customers have a
 * cost, which the chart "Acquire or retain" needs.
 */
const year = fragment({
  ...leakyBucket, runs: 1000, horizon_months: 12, scenarios: leakyBucket.scenarios.map((scenario) => ({ ...scenario, acquisition_cost: 600 })),
});

test("a map fills in, follows its inputs and can be saved", async ({ page }) => {
  const complaints = watch(page);
  await open(page, year);
  await tab(page, "Map").click();
  await expect(page.locator("#chart")).toHaveAttribute("aria-busy", "true");
  await answered(page);
  let lines = await csv(page);
  const values = () => lines.slice(-21).map((line) => line.slice(1).map(Number));
  expect(values().every((row) => row.length === 21 && row.every((value) => value > 0))).toBe(true);
  // The more churn, the less MRR; the more conversion, the more.
  const rows = values();
  expect(rows.every((row) => row[0] > row[10] && row[10] > row[20])).toBe(true);
  expect(rows[20][5]).toBeGreaterThan(rows[0][5]);

  await choose(page, "Upwards", "Saves in the cancel flow");
  await answered(page);
  lines = await csv(page);
  expect(values()).not.toEqual(rows);
  // What cannot be read is told where it is typed, and holds nothing up.
  const from = field(page, "From").first();
  await from.fill("half");
  await from.blur();
  await expect(page.locator(".axis .problem").first()).toContainText("number");
  await expect(page.locator(".results")).not.toHaveClass(/is-stale/);
  await from.fill("200");
  await from.blur();
  await expect(page.locator(".axis .problem").first()).toContainText("99%");
  await from.fill("1");
  await from.blur();
  await expect(page.locator(".axis .problem").first()).toBeEmpty();
  await answered(page);
  lines = await csv(page);
  expect(Number(lines.at(-22)[1].replace(/[^\d.]/g, ""))).toBeGreaterThan(0);
  // The same input twice makes no map, and says so.
  await choose(page, "Upwards", "Monthly churn");
  await expect(page.locator(".plot canvas")).toBeVisible();
  expect(complaints).toEqual([]);
});

test("to acquire or to retain: the same budget, where the fans cross", async ({ page }) => {
  const complaints = watch(page);
  await arrive(page);
  await ask(page, "Acquire or retain");
  await expect(page.locator(".caption")).not.toContainText("in half of the futures");
  await expect(page.getByText("A new customer costs $0")).toBeVisible();
  await preset(page, "Runway");
  await settled(page);
  await tab(page, "Acquire or retain").click();
  await answered(page);
  const caption = page.locator(".caption");
  await expect(caption).toContainText(/ahead in half of the futures from month \d+/);
  await expect(page.getByText("A new customer costs $600")).toBeVisible();
  const since = async () => Number((await caption.textContent()).match(/half of the futures from month (\d+)/)?.[1] ?? 999);
  const early = await since();
  await type(page, "From month", "13");
  await answered(page);
  await expect.poll(since).toBeGreaterThan(Math.max(early, 12));
  // Where keeping a customer costs as much as winning one, retaining brings less.
  await type(page, "Keeping one costs 1 in", "0.5");
  await type(page, "to 1 in", "0.6");
  await answered(page);
  await expect(caption).toContainText("does not come to be ahead");
  await type(page, "Budget", "none");
  await expect(problemOf(page, "Budget")).not.toBeEmpty();
  const lines = await csv(page);
  expect(lines.length).toBe(62);
  expect(complaints).toEqual([]);
});

for (const [width, height] of [[360, 740], [1280, 800]]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`no barrier in any of them at ${width} pixels, ${colorScheme}`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await open(page, year);
      for (const name of ["What matters", "Map", "Acquire or retain"]) {
        await ask(page, name);
        expect(await barriers(page), name).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name).toBe(true);
      }
    });
  }
}

test("by keyboard alone: from tab to tab, to a choice, to the file", async ({ page }) => {
  await open(page);
  await tab(page, "Over time").focus();
  for (let at = 0; at < 6; at++) await page.keyboard.press("ArrowRight");
  await expect(tab(page, "What matters")).toBeFocused();
  await answered(page);
  await page.keyboard.press("Tab"); // past the stop button's place to the first choice
  for (let at = 0; at < 12; at++) {
    if (await page.evaluate(() => document.activeElement.textContent === "CSV")) break;
    await page.keyboard.press("Tab");
  }
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  expect(download.suggestedFilename()).toContain("what-matters");
});
