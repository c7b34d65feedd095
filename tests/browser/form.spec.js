// The form: folds, ranges and their pictures, rates by the year, curves and seasons that are pulled, plans, events.
import { test, expect } from "./guard.js";
import { arrive, card, field, fragment, open, preset, problemOf, settled, slide, type } from "./founder.js";

const fold = (page, stage) => page.locator(`.more[data-stage="${stage}"]`);
const unfold = (page, stage) => fold(page, stage).locator("summary").click();
const row = (page, input) => page.locator(`[data-input="${input}"]`);
const scenario = (page, name) => page.locator(".tab-name").filter({ hasText: name });
const handle = (page, name) => page.getByRole("slider", { name, exact: true });
const curve = (page, label) => page.getByLabel("Survival curve").selectOption({ label });
const CURVES = {
  constant: "Constant: same at every age",
  onboarding: "Onboarding: higher at first",
  sbg: "Mixed: loyal and fickle (sBG)",
  table: "Table: your own by age",
};

/** Drags from the middle of an element by so many pixels. */
async function drag(page, element, across, down) {
  await element.scrollIntoViewIfNeeded();
  const box = await element.boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + across / 2, y + down / 2);
  await page.mouse.move(x + across, y + down);
  await page.mouse.up();
}

test("inputs that are off are folded away, and open where one is not at its default", async ({ page }) => {
  await open(page);
  for (const stage of ["reach", "acquire", "plans", "retain", "return", "advocate", "money"]) {
    await expect(fold(page, stage)).not.toHaveAttribute("open");
  }
  await expect(field(page, "Variation of trials")).toBeHidden();
  await unfold(page, "reach");
  await type(page, "Variation of trials", "0.3");
  await expect(fold(page, "reach").locator("summary")).toContainText("1 in use");
  await type(page, "Variation of trials", "0");
  await expect(field(page, "Variation of trials"), "it does not close under one's hands").toBeVisible();
  await expect(fold(page, "reach").locator("summary")).not.toContainText("in use");
  await page.goto("about:blank");
  await page.goto(fragment({ version: 2, scenarios: [{ name: "A", save_rate: 0.2, dunning_recovery: 0.5 }] }));
  await expect(field(page, "Saves in the cancel flow")).toHaveValue("20");
  await expect(field(page, "Saves in the cancel flow")).toBeVisible();
  await expect(fold(page, "retain").locator("summary")).toContainText("2 in use");
  await expect(fold(page, "reach")).not.toHaveAttribute("open");
});

test("a survival curve shows the inputs that it uses, and no others", async ({ page }) => {
  await open(page);
  const shown = async () => {
    const inputs = ["churn", "early_churn", "early_months", "sbg_alpha", "sbg_beta", "retention"];
    const counts = await Promise.all(inputs.map((input) => row(page, input).count()));
    return inputs.filter((_, at) => counts[at] > 0);
  };
  expect(await shown()).toEqual(["churn"]);
  for (const [kind, inputs] of [
    ["onboarding", ["churn", "early_churn", "early_months"]],
    ["sbg", ["sbg_alpha", "sbg_beta"]],
    ["table", ["retention"]],
    ["constant", ["churn"]],
  ]) {
    const before = await card(page, 0).innerText();
    await curve(page, CURVES[kind]);
    await expect.poll(shown, kind).toEqual(inputs);
    await settled(page);
    // A table begins with the row that says the same as the churn before.
    if (!["table", "constant"].includes(kind)) expect(await card(page, 0).innerText(), kind).not.toBe(before);
  }
  // A value that is wrong does not hide.
  await type(page, "Monthly churn", "x");
  await curve(page, CURVES.table);
  await expect(problemOf(page, "Monthly churn")).toHaveText("must be a number");
});

test("whole months are whole, and never a range", async ({ page }) => {
  await open(page);
  await unfold(page, "acquire");
  await expect(row(page, "trial_months").getByRole("button", { name: "Range" })).toHaveCount(0);
  await slide(page, "Trial length", 2);
  await expect(field(page, "Trial length")).toHaveValue("2");
  await expect(page.getByRole("slider", { name: "Trial length, slider" })).toHaveAttribute("aria-valuetext", "2 months");
  await type(page, "Trial length", "2.5");
  await expect(problemOf(page, "Trial length")).toHaveText("must be a whole number");
});

test("a range is drawn, and says what it means", async ({ page }) => {
  await open(page);
  const churn = row(page, "churn");
  await expect(churn.locator(".hill")).toHaveCount(0);
  await churn.getByRole("button", { name: "Range" }).click();
  await expect(churn.locator(".hill")).toContainText("Nine times in ten: 3.36% to 4.76% a month");
  const drawn = () => churn.locator(".hill path").first().getAttribute("d");
  const before = await drawn();
  await type(page, "Monthly churn, high end", "9");
  await expect(churn.locator(".hill")).toContainText("3.36% to 9% a month");
  expect(await drawn(), "it leans now").not.toBe(before);
  expect(await drawn()).toMatch(/^M0,24L[\d.,L]+Z$/);
  await type(page, "Monthly churn, high end", "1");
  await expect(churn.locator(".hill path"), "a range that cannot be has no picture").toHaveCount(0);
  await expect(churn.locator(".hill")).not.toContainText("Nine");
});

test("a switch to a range and back loses nothing", async ({ page }) => {
  await open(page);
  const toggle = (input) => row(page, input).getByRole("button", { name: "Range" }).click();
  for (const [input, label, value] of [["churn", "Monthly churn", "4"], ["trials_start", "Trials in month 1", "0"]]) {
    for (const _ of [1, 2, 3]) {
      await toggle(input);
      await expect(field(page, `${label}, low end`)).toBeVisible();
      await toggle(input);
      await expect(field(page, label)).toHaveValue(value);
    }
  }
  await type(page, "Price (ARPA), low end", "45.5");
  await toggle("price");
  await toggle("price");
  await expect(field(page, "Price (ARPA), low end")).toHaveValue("45.5");
});

test("a range in a field of one number, a percentage of a count and thousands", async ({ page }) => {
  await open(page);
  await type(page, "Monthly churn", "3 to 5");
  await expect(problemOf(page, "Monthly churn")).toContainText("press “Range”");
  await type(page, "Trials in month 1", "5%");
  await expect(problemOf(page, "Trials in month 1")).toHaveText("must be a number without %");
  await type(page, "Trials in month 1", "1.5k");
  await expect(field(page, "Trials in month 1")).toHaveValue("1500");
  await page.getByRole("button", { name: "New event" }).click();
  await expect(field(page, "Monthly churn"), "another event leaves it alone").toHaveValue("3 to 5");
});

test("a rate is told by the year, and typed so if one likes", async ({ page }) => {
  await open(page);
  const churn = row(page, "churn");
  await expect(churn.locator(".note").first()).toHaveText("38.7% a year");
  const unit = churn.getByRole("button", { name: "% a month Monthly churn" });
  await unit.click();
  await expect(field(page, "Monthly churn")).toHaveValue("38.73");
  await expect(churn.locator(".note").first()).toHaveText("4.00% a month");
  await type(page, "Monthly churn", "50");
  await expect(churn.locator(".note").first()).toHaveText("5.61% a month");
  await expect(field(page, "Monthly churn")).toHaveValue("50");
  const slider = page.getByRole("slider", { name: "Monthly churn, slider", exact: true });
  await expect(slider).toHaveAttribute("aria-valuetext", "50% a year");
  await slider.focus();
  await page.keyboard.press("ArrowRight");
  await expect(field(page, "Monthly churn")).toHaveValue("50.1");
  await type(page, "Monthly churn", "101");
  await expect(problemOf(page, "Monthly churn")).toHaveText("must be less than 100% a year");
  await type(page, "Monthly churn", "40");
  await settled(page);
  // The study keeps the month; which way it is spoken of stays when another scenario is chosen.
  await scenario(page, "3.5% churn").click();
  await expect(field(page, "Monthly churn")).toHaveValue("34.79");
  await scenario(page, "4% churn").click();
  await churn.getByRole("button", { name: "Range" }).click();
  await expect(churn.locator(".hill"), "as it is typed").toContainText("% a year");
  await churn.getByRole("button", { name: "Range" }).click();
  await expect(field(page, "Monthly churn")).toHaveValue("40");
  await scenario(page, "3.5% churn").click();
  await churn.getByRole("button", { name: "% a year Monthly churn" }).click();
  await expect(field(page, "Monthly churn")).toHaveValue("3.5");
  await expect(row(page, "price").getByRole("button", { name: "a month" })).toHaveCount(0);
});

test("help opens beside its input, and explains the field to who does not see it", async ({ page }) => {
  await open(page);
  const help = row(page, "churn").locator(".help");
  await expect(help).toBeHidden();
  await expect(field(page, "Monthly churn")).toHaveAccessibleDescription(/asks to cancel.*Default: from the article/);
  await page.getByRole("button", { name: "About Monthly churn" }).click();
  await expect(help).toContainText("Default: from the article");
  await type(page, "Monthly churn", "x");
  await expect(field(page, "Monthly churn")).toHaveAccessibleDescription(/must be a number.*asks to cancel/);
});

test("what differs from the first scenario is marked, copied and taken back", async ({ page }) => {
  await open(page);
  const churn = row(page, "churn");
  await expect(churn.locator(".differs")).toBeEmpty();
  await scenario(page, "0.5% churn").click();
  await expect(churn.locator(".differs")).toHaveText("first: 4%");
  await expect(row(page, "price").locator(".differs")).toBeEmpty();
  await page.getByRole("button", { name: "About Monthly churn" }).click();
  await churn.getByRole("button", { name: "Copy to all scenarios" }).click();
  await expect(churn.getByRole("button", { name: "Copy to all scenarios" })).toBeDisabled();
  await expect(churn.locator(".differs")).toBeEmpty();
  await page.keyboard.press("Control+z");
  await expect(churn.locator(".differs")).toHaveText("first: 4%");
  await churn.getByRole("button", { name: "Same as first scenario" }).click();
  await expect(field(page, "Monthly churn")).toHaveValue("4");
  await type(page, "Monthly churn", "9");
  await churn.getByRole("button", { name: "Back to default" }).click();
  await expect(field(page, "Monthly churn")).toHaveValue("4");
  // A list as a whole goes the same way.
  await unfold(page, "plans");
  await page.getByRole("button", { name: "New plan" }).click();
  await expect(row(page, "plans").locator(".differs")).toHaveText("not as in the first");
  await page.getByRole("button", { name: "About Plans" }).click();
  await row(page, "plans").getByRole("button", { name: "Copy to all scenarios" }).click();
  await scenario(page, "4% churn").click();
  await expect(fold(page, "plans").locator("summary")).toContainText("1 in use");
});

test("lists are typed in a line, and their slips are named", async ({ page }) => {
  await open(page);
  await curve(page, CURVES.table);
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
  await unfold(page, "reach");
  await type(page, "Seasonality", "1, 2, 3");
  await expect(problemOf(page, "Seasonality")).toHaveText("must hold 12 numbers");
  await expect(fold(page, "reach").locator(".wrong-mark")).toBeVisible();
  await type(page, "Seasonality", "");
  await settled(page);
});

test("the survival curve is pulled by mouse and by keyboard", async ({ page }) => {
  await open(page);
  const year = handle(page, "Left after 12 months");
  await expect(year).toHaveAttribute("aria-valuetext", "61.3% are left");
  await drag(page, year, 0, -20);
  await expect.poll(async () => Number(await field(page, "Monthly churn").inputValue())).toBeLessThan(2.5);
  await page.keyboard.press("Control+z");
  await expect(field(page, "Monthly churn"), "a pull is one step of undo").toHaveValue("4");
  await year.focus();
  await page.keyboard.press("ArrowUp");
  await expect(field(page, "Monthly churn")).toHaveValue("3.9");
  await page.keyboard.press("PageDown");
  await expect(field(page, "Monthly churn")).toHaveValue("4.9");

  await curve(page, CURVES.onboarding);
  await handle(page, "Left after 3 months").focus();
  await page.keyboard.press("ArrowDown");
  await expect(field(page, "Churn of the first months")).toHaveValue("10.1");
  await page.keyboard.press("ArrowRight");
  await expect(handle(page, "Left after 15 months")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(field(page, "Monthly churn")).toHaveValue("5");

  await curve(page, CURVES.sbg);
  const alpha = await field(page, "α of the curve").inputValue();
  await handle(page, "Left after 24 months").focus();
  await page.keyboard.press("PageUp");
  await expect(field(page, "α of the curve")).not.toHaveValue(alpha);
  await settled(page);

  // Rows of a table are bars.
  await curve(page, CURVES.table);
  await page.getByRole("button", { name: "One month more" }).click();
  await page.getByRole("button", { name: "One month more" }).click();
  await expect(field(page, "Retention by age")).toHaveValue("95, 95, 95");
  await handle(page, "retention of month 2").focus();
  await page.keyboard.press("PageDown");
  await expect(field(page, "Retention by age")).toHaveValue("95, 85, 95");
  await page.getByRole("button", { name: "One month fewer" }).click();
  await expect(field(page, "Retention by age")).toHaveValue("95, 85");
});

test("seasons are painted, and made alike again", async ({ page }) => {
  await open(page);
  await unfold(page, "reach");
  const march = handle(page, "March");
  await march.focus();
  await page.keyboard.press("ArrowUp");
  await expect(field(page, "Seasonality")).toHaveValue("1, 1, 1.05, 1, 1, 1, 1, 1, 1, 1, 1, 1");
  await expect(march).toHaveAttribute("aria-valuetext", "× 1.05");
  await expect(fold(page, "reach").locator("summary")).toContainText("1 in use");
  // A brush that passes over several months.
  const area = row(page, "seasonality").locator(".plotlet-area");
  const box = await area.boundingBox();
  await page.mouse.move(box.x + box.width * 6.5 / 12, box.y + 0.25 * box.height);
  await page.mouse.down();
  for (const month of [7.5, 8.5]) await page.mouse.move(box.x + box.width * month / 12, box.y + 0.25 * box.height);
  await page.mouse.up();
  await expect(field(page, "Seasonality")).toHaveValue("1, 1, 1.05, 1, 1, 1, 1.5, 1.5, 1.5, 1, 1, 1");
  await settled(page);
  await page.getByRole("button", { name: "Every month alike" }).click();
  await expect(field(page, "Seasonality")).toHaveValue("");
  await page.keyboard.press("Control+z");
  await expect(handle(page, "August")).toHaveAttribute("aria-valuetext", "× 1.5");
});

test("plans share the customers, and take the scenario's inputs where they have none", async ({ page }) => {
  await arrive(page);
  await unfold(page, "plans");
  await page.getByRole("button", { name: "New plan" }).click();
  await expect(field(page, "Name of plan 1")).toBeFocused();
  await page.getByRole("button", { name: "New plan" }).click();
  await expect(field(page, "Name of plan 2")).toBeFocused();
  await expect(field(page, "Share of plan 2")).toHaveValue("50");
  await expect(field(page, "Price (ARPA) of plan 2")).toHaveAttribute("placeholder", "40–62.5");
  await expect(field(page, "Monthly churn of plan 2")).toHaveAttribute("placeholder", "4");
  await type(page, "Name of plan 2", "Enterprise");
  await type(page, "Price (ARPA) of plan 2", "200 to 300");
  await type(page, "Monthly churn of plan 2", "1");
  await settled(page);
  await expect(card(page, 0)).not.toContainText("$13.7M");
  await type(page, "Share of plan 2", "70");
  const plans = row(page, "plans");
  await expect(plans.locator(".note").first()).toHaveText("Shares sum to 120%");
  await expect(plans.locator(".problem").filter({ visible: true })).toHaveText("Plans: the shares of the plans must sum to 100%, but sum to 120%");
  await page.getByRole("button", { name: "Make them sum to 100%" }).click();
  await expect(field(page, "Share of plan 1")).toHaveValue("41.67");
  await settled(page);
  await type(page, "Price (ARPA) of plan 2", "300 to 200");
  await expect(field(page, "Price (ARPA) of plan 2")).toHaveAttribute("aria-invalid", "true");
  await expect(field(page, "Price (ARPA) of plan 2")).toHaveAccessibleDescription(/low end must lie below/);
  await expect(plans).toContainText("plan 2, Price (ARPA): the low end must lie below the high end");
  await type(page, "Price (ARPA) of plan 2", "");
  await expect(field(page, "Price (ARPA) of plan 2")).toHaveValue("");
  await settled(page);
  // The columns are those of the curve.
  await curve(page, CURVES.sbg);
  await expect(field(page, "α of the curve of plan 1")).toBeVisible();
  await expect(field(page, "Monthly churn of plan 1")).toHaveCount(0);
  for (let count = 3; count <= 6; count++) await page.getByRole("button", { name: "New plan" }).click();
  await expect(page.getByRole("button", { name: "New plan" })).toBeDisabled();
  await page.getByRole("button", { name: "Remove plan 1" }).click();
  await expect(field(page, "Name of plan 1")).toHaveValue("Enterprise");
  await settled(page);
});

test("an event is told in a sentence, and changes the futures", async ({ page }) => {
  await arrive(page);
  await expect(row(page, "events")).toContainText("None: the inputs hold");
  await page.getByRole("button", { name: "New event" }).click();
  const told = row(page, "events").locator(".event-told");
  await expect(told).toHaveText("From month 12: Monthly churn × 1");
  await type(page, "Amount", "0.5");
  await type(page, "From month", "6");
  await type(page, "Over", "2");
  await expect(told).toHaveText("From month 6, over 2 months: Monthly churn × 0.5");
  await settled(page);
  await expect(card(page, 0)).not.toContainText("$13.7M");
  await type(page, "Until month", "3");
  await expect(problemOf(page, "Until month")).toHaveText("must not lie before month 6");
  await expect(told.locator(".wrong-mark")).toBeVisible();
  await type(page, "Until month", "24");
  await expect(told).toHaveText("From month 6, over 2 months, until month 24: Monthly churn × 0.5");
  // Another action begins with an amount that changes nothing.
  await page.getByLabel("Does what").selectOption({ label: "Set to" });
  await expect(field(page, "Amount")).toHaveValue("4");
  await type(page, "Amount", "1 to 2");
  await expect(told).toContainText("Monthly churn = (1% to 2%)");
  await page.getByLabel("Input", { exact: true }).selectOption({ label: "Price (ARPA)" });
  await expect(field(page, "Amount")).toHaveValue("40 to 62.5");
  await page.getByLabel("Does what").selectOption({ label: "Add" });
  await type(page, "Amount", "-5");
  await expect(told).toContainText("Price (ARPA) − 5");
  expect(await page.getByLabel("Input", { exact: true }).locator("option").allInnerTexts()).not.toContain("Opening cash");
  await told.click();
  await expect(field(page, "Amount")).toHaveCount(0);
  await page.getByRole("button", { name: "New event" }).click();
  await expect(told).toHaveCount(2);
  await page.getByRole("button", { name: "Remove this event" }).click();
  await expect(told).toHaveCount(1);
  await expect(told).toContainText("Price (ARPA) − 5");
  await settled(page);
});

test("an event of an input that only another curve uses says that it does nothing", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "New event" }).click();
  const inputs = page.getByLabel("Input", { exact: true });
  const offered = () => inputs.locator("option").allInnerTexts();
  expect(await offered(), "of another curve").not.toContain("First months");
  await curve(page, CURVES.onboarding);
  await inputs.selectOption({ label: "First months" });
  await expect(row(page, "events")).not.toContainText("no effect");
  await curve(page, CURVES.constant);
  await expect(row(page, "events")).toContainText("no effect with the survival curve");
  expect(await offered(), "it is chosen").toContain("First months");
});

test("plans and events of a study file are in the form", async ({ page }) => {
  const plans = [{ name: "S", share: 0.75, price: 20 }, { name: "L", share: 0.25, price: { low: 80, high: 90 }, churn: 0.01 }];
  const events = [{ input: "churn", from_month: 6, action: "multiply", value: 0.5 }];
  await page.goto(fragment({ version: 2, scenarios: [{ name: "A", plans, events }] }));
  await expect(field(page, "Price (ARPA) of plan 2")).toHaveValue("80 to 90");
  await expect(row(page, "events")).toContainText("From month 6: Monthly churn × 0.5");
  await settled(page);
  await preset(page, "Leaky bucket");
  await expect(row(page, "events")).toContainText("None");
});
