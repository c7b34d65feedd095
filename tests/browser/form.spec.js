// The form beyond the plain inputs: folds, survival curves, lists, and what only the study file can change.
import { test, expect } from "@playwright/test";
import { deflateRawSync } from "node:zlib";
import { card, field, open, preset, problemOf, settled, slide, type } from "./founder.js";

const fragment = (study) => `./#study=${deflateRawSync(Buffer.from(JSON.stringify(study))).toString("base64url")}`;
const fold = (page, stage) => page.locator(`.more[data-stage="${stage}"]`);
const row = (page, input) => page.locator(`[data-input="${input}"]`);

test("inputs that are off are folded away, and open where one is not at its default", async ({ page }) => {
  await open(page);
  for (const stage of ["reach", "acquire", "retain", "return", "advocate", "money"]) {
    await expect(fold(page, stage)).not.toHaveAttribute("open");
  }
  await expect(field(page, "Variation of trials")).toBeHidden();
  await fold(page, "reach").locator("summary").click();
  await type(page, "Variation of trials", "0.3");
  await type(page, "Variation of trials", "0");
  await expect(field(page, "Variation of trials"), "it does not close under one's hands").toBeVisible();
  await page.goto("about:blank");
  await page.goto(fragment({ version: 2, scenarios: [{ name: "A", save_rate: 0.2 }] }));
  await expect(field(page, "Saves in the cancel flow")).toHaveValue("20");
  await expect(field(page, "Saves in the cancel flow")).toBeVisible();
  await expect(fold(page, "reach")).not.toHaveAttribute("open");
});

test("a survival curve shows the inputs that it uses, and no others", async ({ page }) => {
  await open(page);
  const shown = async () => {
    const inputs = ["churn", "early_churn", "early_months", "sbg_alpha", "sbg_beta", "retention"];
    const counts = await Promise.all(inputs.map((input) => row(page, input).count()));
    return inputs.filter((_, at) => counts[at] > 0);
  };
  const choose = (curve) => page.getByLabel("Survival curve").selectOption(curve);
  expect(await shown()).toEqual(["churn"]);
  for (const [curve, inputs] of [
    ["onboarding", ["churn", "early_churn", "early_months"]],
    ["shifted_beta_geometric", ["sbg_alpha", "sbg_beta"]],
    ["table", ["retention"]],
    ["constant", ["churn"]],
  ]) {
    const before = await card(page, 0).innerText();
    await choose(curve);
    await expect.poll(shown, curve).toEqual(inputs);
    await settled(page);
    // A table begins with the row that says the same as the churn before.
    if (!["table", "constant"].includes(curve)) expect(await card(page, 0).innerText(), curve).not.toBe(before);
  }
  // A value that is wrong does not hide.
  await type(page, "Monthly churn", "x");
  await choose("table");
  await expect(problemOf(page, "Monthly churn")).toHaveText("must be a number");
});

test("whole months are whole, and never a range", async ({ page }) => {
  await open(page);
  await fold(page, "acquire").locator("summary").click();
  await expect(row(page, "trial_months").getByRole("button", { name: "Range" })).toHaveCount(0);
  await slide(page, "Trial length", 2);
  await expect(field(page, "Trial length")).toHaveValue("2");
  await expect(page.getByRole("slider", { name: "Trial length, slider" })).toHaveAttribute("aria-valuetext", "2 months");
  await type(page, "Trial length", "2.5");
  await expect(problemOf(page, "Trial length")).toHaveText("must be a whole number");
});

test("lists are typed in a line, and their slips are named", async ({ page }) => {
  await open(page);
  await page.getByLabel("Survival curve").selectOption("table");
  await expect(field(page, "Retention by age")).toHaveValue("96");
  await type(page, "Retention by age", "80; 92,5; 97%");
  await expect(field(page, "Retention by age")).toHaveValue("80, 92.5, 97");
  await settled(page);
  await type(page, "Retention by age", "80, 0.5, 97");
  await expect(problemOf(page, "Retention by age")).toHaveText("retention of month 2: must lie between 1% and 100%");
  await expect(page.locator(".stale")).toContainText("4% churn, retention of month 2: must lie");
  await type(page, "Retention by age", "80, none");
  await expect(problemOf(page, "Retention by age")).toHaveText("retention of month 2: must be a number");
  await type(page, "Retention by age", "80");
  await fold(page, "reach").locator("summary").click();
  await type(page, "Seasonality", "1, 2, 3");
  await expect(problemOf(page, "Seasonality")).toHaveText("must hold 12 to 12");
  await expect(fold(page, "reach").locator(".wrong-mark")).toBeVisible();
  await type(page, "Seasonality", "");
  await page.getByText("Study settings").click();
  await type(page, "First month", "July");
  await expect(problemOf(page, "First month")).toHaveText("must be a month such as 2026-01");
  await type(page, "First month", "2027-07");
  await settled(page);
});

test("plans, events and correlations of a study file are told", async ({ page }) => {
  const plans = [{ name: "S", share: 0.75, price: 20 }, { name: "L", share: 0.25, price: 90, churn: 0.01 }];
  const events = [{ input: "churn", from_month: 6, action: "multiply", value: 0.5 }];
  const churn = { low: 0.03, high: 0.05 };
  const price = { low: 40, high: 60 };
  const correlations = [{ inputs: ["churn", "price"], rank_correlation: 0.3 }];
  await page.goto(fragment({ version: 2, correlations, scenarios: [{ name: "A", plans, events, churn, price }] }));
  await expect(page.locator(".in-file")).toContainText("2 plans, 1 event, 1 correlation");
  await settled(page);
  await preset(page, "Leaky bucket");
  await expect(page.locator(".in-file")).toHaveCount(0);
});
