// Scenarios as tabs, and what belongs to the study as a whole: settings, target, correlations.
import { test, expect } from "./guard.js";
import { card, field, fragment, open, problemOf, settled, type } from "./founder.js";

const tabs = (page) => page.locator(".tabs .tab:not(.add)");
const names = (page) => tabs(page).locator(".tab-name").allInnerTexts();
const tab = (page, name) => page.locator(".tab-name").filter({ hasText: name });
const unfold = (page) => page.locator(".settings > summary").click();

test("a scenario is renamed where its name stands", async ({ page }) => {
  await open(page);
  await tab(page, "3.5% churn").dblclick();
  await expect(field(page, "New name")).toBeFocused();
  await page.keyboard.type("Better onboarding");
  await page.keyboard.press("Enter");
  await expect(tab(page, "Better onboarding")).toBeFocused();
  await expect(field(page, "Name")).toHaveValue("Better onboarding");
  await expect(card(page, 1)).toContainText("Better onboarding");
  await page.keyboard.press("F2");
  await expect(field(page, "New name")).toBeFocused();
  await page.keyboard.type("nothing");
  await page.keyboard.press("Escape");
  await expect(tab(page, "Better onboarding")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(field(page, "New name")).toBeFocused();
  await page.keyboard.type("  ");
  await page.keyboard.press("Enter");
  await expect.poll(() => names(page), "a name has a character").toEqual(["4% churn", "Better onboarding", "0.5% churn"]);
  await page.keyboard.press("Control+z");
  await expect.poll(() => names(page)).toEqual(["4% churn", "3.5% churn", "0.5% churn"]);
  const note = page.locator(".panel > .note");
  await expect(note).toBeEmpty();
  await type(page, "Name", "0.5% churn ");
  await expect(note).toHaveText("Another scenario has this name.");
});

test("a study that comes in during a renaming keeps its names", async ({ page }) => {
  await open(page);
  await tab(page, "3.5% churn").dblclick();
  await expect(field(page, "New name")).toBeFocused();
  await page.keyboard.insertText("Typed");
  await page.evaluate((hash) => { location.hash = hash; }, fragment({ scenarios: [{ name: "One" }, { name: "Two" }] }).slice("./".length));
  await expect.poll(() => names(page)).toEqual(["One", "Two"]);
});

test("scenarios are put in another order, by mouse, keys and buttons", async ({ page }) => {
  await open(page);
  const [from, to] = [await tab(page, "0.5% churn").boundingBox(), await tab(page, "4% churn").boundingBox()];
  await page.mouse.move(from.x + 20, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x + 30, to.y + 10, { steps: 4 });
  await expect(tabs(page).first()).toHaveClass(/is-target/);
  await page.mouse.up();
  await expect.poll(() => names(page)).toEqual(["0.5% churn", "4% churn", "3.5% churn"]);
  await expect(tab(page, "0.5% churn")).toHaveAttribute("aria-pressed", "true");
  await expect(field(page, "Monthly churn")).toHaveValue("0.5");
  await tab(page, "0.5% churn").focus();
  await page.keyboard.press("Alt+ArrowRight");
  expect(await names(page)).toEqual(["4% churn", "0.5% churn", "3.5% churn"]);
  await expect(tab(page, "0.5% churn")).toBeFocused();
  await page.getByRole("button", { name: "Move right" }).click();
  expect(await names(page)).toEqual(["4% churn", "3.5% churn", "0.5% churn"]);
  await expect(page.getByRole("button", { name: "Move right" })).toBeDisabled();
  await page.keyboard.press("Control+z");
  expect(await names(page)).toEqual(["4% churn", "0.5% churn", "3.5% churn"]);
  await settled(page);
  await expect(card(page, 1)).toContainText("0.5% churn");
});

test("a press that does not move is a click", async ({ page }) => {
  await open(page);
  await tab(page, "3.5% churn").click();
  expect(await names(page)).toEqual(["4% churn", "3.5% churn", "0.5% churn"]);
  await expect(field(page, "Monthly churn")).toHaveValue("3.5");
});

test("an eye takes a scenario out of the charts and puts it back", async ({ page }) => {
  await open(page);
  const eye = tabs(page).nth(2).locator(".eye");
  await expect(eye).toHaveAccessibleName("0.5% churn in the charts");
  await expect(eye).toHaveAttribute("aria-pressed", "true");
  await eye.click();
  await expect(eye).toHaveAttribute("aria-pressed", "false");
  await expect(page.locator(".legend-entry").nth(2)).toHaveAttribute("aria-pressed", "false");
  await page.locator(".legend-entry").nth(2).click();
  await expect(eye).toHaveAttribute("aria-pressed", "true");
});

test("colour and line are chosen without simulating again", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Colour and line" }).click();
  await page.getByRole("radio", { name: "Violet" }).check({ force: true });
  await expect(page.getByRole("radio", { name: "Violet" })).toBeChecked();
  await expect(tabs(page).first().locator(".swatch")).toHaveClass(/series-5/);
  await page.keyboard.press("ArrowRight");
  await expect(tabs(page).first().locator(".swatch")).toHaveClass(/series-6/);
  await page.getByRole("radio", { name: "Dotted" }).check({ force: true });
  await expect(tabs(page).first().locator(".swatch")).toHaveClass(/dotted/);
  await expect(page.locator(".results")).toHaveAttribute("aria-busy", "false");
  await page.keyboard.press("Control+z");
  await expect(tabs(page).first().locator(".swatch")).toHaveClass(/solid/);
});

test("eight scenarios are the most, each with a colour of its own", async ({ page }) => {
  await open(page);
  for (let count = 4; count <= 8; count++) await page.getByRole("button", { name: "Duplicate" }).click();
  await expect(tabs(page)).toHaveCount(8);
  await expect(page.getByRole("button", { name: "Duplicate" })).toBeDisabled();
  await expect(page.getByRole("button", { name: "Add" })).toBeDisabled();
  const classes = await tabs(page).locator(".swatch").evaluateAll((all) => all.map((swatch) => swatch.getAttribute("class")));
  expect(new Set(classes).size).toBe(8);
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(tabs(page)).toHaveCount(7);
});

test("settings are chosen and typed, and their slips are told", async ({ page }) => {
  await open(page);
  await unfold(page);
  const currency = page.getByRole("combobox", { name: "Currency" });
  await currency.focus();
  await expect(page.locator("#currencies option[value=EUR]")).toHaveText("Euro");
  await currency.fill("eur");
  await currency.blur();
  await expect(currency).toHaveValue("EUR");
  await expect(card(page, 0)).toContainText("€");
  await currency.fill("euros");
  await currency.blur();
  await expect(page.locator(".settings")).toContainText("three capital letters");
  await currency.fill("JPY");
  await expect(page.locator('[data-input="price"] .unit').first()).toHaveText("JPY a month");
  await currency.fill("USD");
  await page.getByLabel("First month").selectOption({ label: "July" });
  await type(page, "First year", "1800");
  await expect(problemOf(page, "First year")).toHaveText("must lie between 1900 and 2200");
  await type(page, "First year", "2027");
  await settled(page);
  await page.getByLabel("Target", { exact: true }).selectOption({ label: "ARR" });
  await expect(field(page, "Target value")).toHaveValue("1000000");
  await type(page, "Target value", "5,000,000");
  await expect(field(page, "Target value")).toHaveValue("5000000");
  await settled(page);
  await page.getByLabel("Target", { exact: true }).selectOption({ label: "Customers" });
  await expect(field(page, "Target value")).toHaveValue("1000");
  await page.getByLabel("Target", { exact: true }).selectOption({ label: "None" });
  await expect(field(page, "Target value")).toHaveCount(0);
  await page.reload();
  await unfold(page);
  await expect(field(page, "First year")).toHaveValue("2027");
  await expect(page.getByLabel("First month").locator("option:checked")).toHaveText("July");
});

test("correlations stand in a matrix, and an impossible one names its interval", async ({ page }) => {
  const range = { low: 0.03, high: 0.05 };
  await page.goto(fragment({ version: 2, scenarios: [{ name: "A", churn: range }] }));
  await settled(page);
  await unfold(page);
  await expect(page.locator(".correlations")).toContainText("so far there are not two");
  await page.goto("about:blank");
  await page.goto(fragment({ version: 2, scenarios: [{ name: "A", churn: range, price: { low: 40, high: 60 }, conversion: range }] }));
  await settled(page);
  const before = await card(page, 0).innerText();
  await unfold(page);
  const pair = (a, b) => `Correlation of ${a} and ${b}`;
  const [churn, price, trial] = ["Monthly churn", "Price (ARPA)", "Trial to paid"];
  await expect(page.locator(".correlations input")).toHaveCount(3);
  await type(page, pair(trial, price), "0.9");
  await settled(page);
  expect(await card(page, 0).innerText()).not.toBe(before);
  await type(page, pair(trial, churn), "0.9");
  await settled(page);
  await type(page, pair(price, churn), "-0.9");
  await expect(field(page, pair(price, churn))).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator(".correlations > div > .problem")).toContainText(/must lie between 0\.\d+ and 1/);
  await type(page, pair(price, churn), "x");
  await expect(field(page, pair(price, churn))).toHaveAccessibleDescription("must be a number");
  await type(page, pair(price, churn), "");
  await expect(field(page, pair(price, churn))).not.toHaveAttribute("aria-invalid", "true");
  await type(page, pair(trial, price), "");
  await type(page, pair(trial, churn), "0");
  await settled(page);
  expect(await card(page, 0).innerText(), "as before").toBe(before);
});
