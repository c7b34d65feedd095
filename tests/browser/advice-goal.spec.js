// To reach a goal, and what one point is worth: asked, answered, used, saved.
import { expect, test } from "./guard.js";
import { barriers } from "./barriers.js";
import { readFileSync } from "node:fs";
import { arrive, field, fragment, open, preset, settled, slide, watch } from "./founder.js";

const GOAL = "Reach a goal";
const WORTH = "One point is worth";
const fold = (page, name) => page.locator("details.figures", { has: page.locator("summary", { hasText: name }) });
const unfold = (page, name) => fold(page, name).locator("summary").click();
const said = (page, name) => fold(page, name).getByRole("status");
const wish = (page, name, label) => fold(page, name).getByRole("textbox", { name: label, exact: true });
const choose = (page, name, label, option) => fold(page, name).getByRole("combobox", { name: label, exact: true }).selectOption(option);
const press = (page, name) => fold(page, GOAL).getByRole("button", { name, exact: true }).click();
const rows = (page) => fold(page, WORTH).locator("tbody tr");

/** Types for a wish and leaves its field. */
async function want(page, name, label, text) {
  await wish(page, name, label).fill(text);
  await wish(page, name, label).blur();
}

test("a goal is found, put into the scenario in one step, and holds there", async ({ page }) => {
  const complaints = watch(page);
  await open(page);
  await preset(page, "Runway");
  await settled(page);
  await unfold(page, GOAL);
  // The study's own target, by month 36.
  await expect(wish(page, GOAL, "Value")).toHaveValue("2000000");
  await expect(wish(page, GOAL, "By month")).toHaveValue("36");
  await choose(page, GOAL, "Lever", "Trial to paid");
  await press(page, "Find");
  // As computed natively: at least 15.518%, within 15.499% and 15.537%.
  await expect(said(page, GOAL)).toHaveText(
    "Trial to paid of at least 15.52% reaches ARR of $2M by month 36 with a probability of 80% (95% interval of the simulation: 15.49% to 15.54%). At the median of its range as it is (7.81%): 0%.",
  );
  await press(page, "Use this value");
  await expect(said(page, GOAL)).toContainText("It is now in use.");
  await expect(fold(page, GOAL).getByRole("button", { name: "Find" })).toBeFocused();
  await expect(fold(page, GOAL).getByRole("button", { name: "Use this value" })).toHaveCount(0);
  await expect(field(page, "Trial to paid")).toHaveValue("15.52");
  await press(page, "Find");
  await expect(said(page, GOAL)).toContainText("As it is (15.52%)");
  const chance = Number((await said(page, GOAL).textContent()).match(/As it is \(15\.52%\): ([\d.]+)%/)[1]);
  expect(chance).toBeGreaterThanOrEqual(80);
  expect(chance).toBeLessThan(81.5);
  // The chart of the same futures says the same.
  await page.getByRole("combobox", { name: "Series", exact: true }).selectOption("Probability that the target is reached");
  await settled(page);
  await page.getByText("Figures as a table").click();
  const at36 = fold(page, "Figures as a table").locator("tbody tr").nth(36).locator("td").first();
  await expect.poll(async () => Math.abs(parseFloat(await at36.textContent()) - chance)).toBeLessThan(0.2);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(field(page, "Trial to paid, low end")).toHaveValue("5");
  // Of a study that was changed since, nothing is said.
  await expect(said(page, GOAL)).toHaveText("");
  expect(complaints).toEqual([]);
});

test("what is out of reach, met anyway or never met is told as such", async ({ page }) => {
  await open(page);
  await preset(page, "Runway");
  await settled(page);
  await unfold(page, GOAL);
  await press(page, "Find");
  await expect(said(page, GOAL)).toHaveText("ARR of $2M by month 36 is not reachable within the bounds of “Monthly churn”: at best 51.8%, at 0%.");
  await expect(fold(page, GOAL).getByRole("button", { name: "Use this value" })).toHaveCount(0);
  await choose(page, GOAL, "Goal", "Customers");
  await expect(wish(page, GOAL, "Value")).toHaveValue("1000");
  await want(page, GOAL, "Value", "100");
  await press(page, "Find");
  await expect(said(page, GOAL)).toHaveText("Customers of 100 by month 36 is reached whatever “Monthly churn” is, in at least 100% of futures.");
  await want(page, GOAL, "Value", "1bn");
  await expect(said(page, GOAL)).toHaveText("");
  await press(page, "Find");
  await expect(said(page, GOAL)).toContainText("in none of the futures");
});

test("what cannot be read is told at its field, and nothing is sought", async ({ page }) => {
  await open(page);
  await unfold(page, GOAL);
  const find = fold(page, GOAL).getByRole("button", { name: "Find" });
  for (const [label, text, problem] of [
    ["Value", "much", "number"],
    ["By month", "61", "60"],
    ["By month", "12.5", "whole"],
    ["Probability", "100", "99%"],
  ]) {
    const before = await wish(page, GOAL, label).inputValue();
    await want(page, GOAL, label, text);
    const message = fold(page, GOAL).locator(".field", { has: field(page, label) }).locator(".problem");
    await expect(message, label).toContainText(problem);
    await expect(wish(page, GOAL, label)).toHaveAttribute("aria-invalid", "true");
    await expect(find).toBeDisabled();
    // The study goes on as if nothing had been typed.
    await expect(page.locator(".results")).not.toHaveClass(/is-stale/);
    await want(page, GOAL, label, before);
    await expect(find).toBeEnabled();
  }
});

test("a search stops when it is told to, and when what it is about changes", async ({ page }) => {
  await open(page);
  await unfold(page, GOAL);
  await expect(fold(page, GOAL).getByRole("button", { name: "Find", exact: true })).toBeVisible();
  const [begun, stopped] = await page.evaluate(async () => {
    // By the next frame the search may have ended.
    const task = () => new Promise((done) => setTimeout(done));
    const status = document.querySelector(".said");
    document.getElementById("goal-find").click();
    await task();
    const begun = status.textContent;
    [...document.querySelectorAll("button")].find((button) => button.textContent === "Stop").click();
    await task();
    return [begun, status.textContent];
  });
  expect(begun).toContain("values tried so far");
  expect(stopped).toBe("");
  await press(page, "Find");
  await expect(said(page, GOAL)).toContainText("95% interval");
  await slide(page, "Trials in month 1", 20);
  await expect(said(page, GOAL)).toHaveText("");
  await press(page, "Find");
  await expect(said(page, GOAL)).toContainText("95% interval");
  await want(page, GOAL, "Probability", "90");
  await expect(said(page, GOAL)).toHaveText("");
});

test("what can be sought is what the survival curve uses", async ({ page }) => {
  await open(page);
  await unfold(page, GOAL);
  const lever = fold(page, GOAL).getByRole("combobox", { name: "Lever", exact: true });
  const chosen = lever.locator("option:checked");
  await expect(chosen).toHaveText("Monthly churn");
  for (const none of ["Churn of the first months", "First months", "Opening customers", "Discount rate"]) {
    await expect(lever.locator("option").filter({ hasText: none }), none).toHaveCount(0);
  }
  // Its parameters in place of churn.
  await page.getByLabel("Survival curve").selectOption({ index: 2 });
  await expect(lever.locator("option").filter({ hasText: "of the curve" })).toHaveCount(2);
  await expect(lever.locator("option").filter({ hasText: "Monthly churn" })).toHaveCount(0);
  await expect(chosen).toHaveText("Trial to paid");
  await page.getByLabel("Survival curve").selectOption({ index: 0 });
  await expect(chosen).toHaveText("Monthly churn");
});

test("one point of each lever is worth what was computed natively, and is saved", async ({ page }) => {
  await arrive(page);
  await unfold(page, WORTH);
  await expect(rows(page).first()).toBeVisible();
  const table = (await rows(page).allInnerTexts()).map((row) => row.split("\t").map((cell) => cell.trim()));
  // A point of expansion and one of churn are the same to the last bit: 1 − 0.04 + 0.01.
  expect(table).toEqual([
    ["Expansion", "+1 point", "+$170K", "+$3.10M"],
    ["Monthly churn", "−1 point", "+$170K", "+$3.10M"],
    ["Trial to paid", "+1 point", "+$163K", "+$3.84M"],
    ["Trials", "+10%", "+$114K", "+$2.69M"],
    ["Price (ARPA)", "+10%", "+$114K", "+$2.69M"],
    ["Win-back", "+1 point", "+$31.8K", "+$552K"],
    ["Saves in the cancel flow", "+1 point", "+$6.06K", "+$113K"],
    ["Pauses", "+1 point", "+$4.15K", "+$73.9K"],
  ]);
  const [download] = await Promise.all([page.waitForEvent("download"), fold(page, WORTH).getByRole("button", { name: "Save as CSV" }).click()]);
  expect(download.suggestedFilename()).toBe("Leaky-bucket-one-point-is-worth.csv");
  const lines = readFileSync(await download.path(), "utf8").trim().split("\r\n");
  expect(lines.length).toBe(table.length + 1);
  expect(lines[0]).toContain('"MRR, month 60","Cumulative revenue, month 60"');
  const [name, mrr, revenue] = lines[2].split(",");
  expect(name).toBe("Monthly churn −1 point");
  expect(Number(mrr)).toBeCloseTo(169776.142, 2);
  expect(Number(revenue)).toBeCloseTo(3096083.984, 2);
});

test("where no lever does anything there is nothing to save and to trade", async ({ page }) => {
  const complaints = watch(page);
  await page.goto(fragment({ scenarios: [{ name: "Nobody", trials_start: 0, trials_step: 0, opening_customers: 0 }] }));
  await settled(page);
  await unfold(page, WORTH);
  await expect(fold(page, WORTH)).toContainText("No lever changes anything.");
  for (const none of ["button", "select", "h3"]) await expect(fold(page, WORTH).locator(none), none).toHaveCount(0);
  await slide(page, "Trials in month 1", 20);
  await expect(said(page, WORTH)).toContainText("=");
  expect(complaints).toEqual([]);
});

test("levers trade against each other, and little churn has little to lose", async ({ page }) => {
  await arrive(page);
  await unfold(page, WORTH);
  await expect(said(page, WORTH)).toHaveText(
    "Monthly churn −0.5 points = Trials +7.03% = Trial to paid +0.492 points = Price (ARPA) +$3.51 = Expansion +0.5 points = Saves in the cancel flow +12.5 points = Pauses +18.3 points = Win-back +2.53 points",
  );
  await choose(page, WORTH, "Lever", "Trials");
  await expect(wish(page, WORTH, "Amount")).toHaveValue("5");
  await want(page, WORTH, "Amount", "7.0251543");
  await expect(said(page, WORTH)).toContainText("Trials +7.03% =");
  await expect(said(page, WORTH)).toContainText("= Monthly churn −0.5 points");
  await want(page, WORTH, "Amount", "-3");
  await expect(fold(page, WORTH).locator(".problem:not(:empty)")).toContainText("0.01%");
  await slide(page, "Monthly churn", 0.2);
  await expect(rows(page).filter({ hasText: "Monthly churn" })).toContainText("−0.2 points");
  await choose(page, WORTH, "Lever", "Monthly churn");
  await expect(wish(page, WORTH, "Amount")).toHaveValue("0.2");
  await expect(said(page, WORTH)).toContainText("Monthly churn −0.2 points =");
});

test("both folds work by the keyboard alone", async ({ page }) => {
  await open(page);
  await fold(page, GOAL).locator("summary").focus();
  await page.keyboard.press("Enter");
  const focused = () => page.evaluate(() => document.activeElement.textContent || document.activeElement.id);
  await expect(fold(page, GOAL).getByRole("button", { name: "Find" })).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Home");
  await page.keyboard.type("Price");
  for (let press = 0; press < 5; press++) await page.keyboard.press("Tab");
  expect(await focused()).toBe("Find");
  await page.keyboard.press("Enter");
  await expect(said(page, GOAL)).toContainText("Price (ARPA) of at least");
  await page.keyboard.press("Tab");
  expect(await focused()).toBe("Use this value");
  await page.keyboard.press("Enter");
  await expect(said(page, GOAL)).toContainText("It is now in use.");
  expect(await focused()).toBe("Find");
  await page.keyboard.press("Tab");
  expect(await focused()).toBe(WORTH);
  await page.keyboard.press("Enter");
  await expect(rows(page).first()).toBeVisible();
  await page.keyboard.press("Tab");
  // The table, which may have to be scrolled.
  await expect(fold(page, WORTH).getByRole("region")).toBeFocused();
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [360, 1280]) {
    test(`axe finds nothing in either, and nothing is wider than the page, ${colorScheme}, ${width} wide`, async ({ browser, baseURL }) => {
      const context = await browser.newContext({ baseURL, colorScheme, viewport: { width, height: 800 } });
      const page = await context.newPage();
      await open(page);
      for (const name of [GOAL, WORTH]) await unfold(page, name);
      await press(page, "Find");
      await expect(said(page, GOAL)).toContainText("95% interval");
      await expect(said(page, WORTH)).toContainText("=");
      await want(page, GOAL, "Probability", "120");
      expect(await barriers(page)).toEqual([]);
      for (const name of [GOAL, WORTH]) {
        const wide = await fold(page, name).evaluate((element) => element.scrollWidth - element.clientWidth);
        expect(wide, name).toBeLessThanOrEqual(0);
      }
      await context.close();
    });
  }
}
