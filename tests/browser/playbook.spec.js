// The playbook: cards that are played, edited and taken back, what they bring, and the best plan under a budget.
import { test, expect } from "./guard.js";
import { barriers } from "./barriers.js";
import { readFileSync } from "node:fs";
import { arrive, choose, copyLink, field, fragment, open, problemOf, settled, type, watch } from "./founder.js";

const playbook = (page) => page.locator(".playbook");
const unfold = (page) => page.locator("details", { has: playbook(page) }).locator("> summary").click();
/** A card of the playbook by its title. */
const technique = (page, title) => playbook(page).locator(".technique", { has: page.getByRole("button", { name: `Play ${title}` }).or(page.getByRole("button", { name: `Remove ${title}` })) });
const play = (page, title) => page.getByRole("button", { name: `Play ${title}`, exact: true });
const remove = (page, title) => page.getByRole("button", { name: `Remove ${title}`, exact: true });
/** Opens or closes a card. */
const press = (page, title) => technique(page, title).locator(".technique-head .event-told").click();
const events = (page, title) => technique(page, title).locator(".events li");
const brought = (page) => page.locator(".brought");

/** The text of the file that is saved. */
async function saved(page, save) {
  const [download] = await Promise.all([page.waitForEvent("download"), save()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

test("a card says what it is, and is played, undone and removed by the keyboard", async ({ page }) => {
  await open(page);
  await unfold(page);
  await expect(playbook(page).locator(".technique")).toHaveCount(16);
  await expect(brought(page)).toContainText("No card is played");
  // In this study no payment fails.
  await expect(technique(page, "Calm dunning")).toContainText("does nothing here");
  await expect(technique(page, "Ask for complaints")).toContainText("MRR");
  await technique(page, "Cancel flow with offers").locator(".event-told").focus();
  await page.keyboard.press("Enter");
  const card = technique(page, "Cancel flow with offers");
  for (const said of ["003", "assumption; at most 30% by source 003", "$3K at the start, $100 a month", "fully after 1 month"]) {
    await expect(card).toContainText(said);
  }
  await press(page, "Second product, then a third");
  await expect(technique(page, "Second product, then a third")).toContainText("from source 002");
  await play(page, "Cancel flow with offers").focus();
  await page.keyboard.press("Enter");
  await expect(remove(page, "Cancel flow with offers"), "the focus stays where it was").toBeFocused();
  await expect(events(page, "Cancel flow with offers")).toHaveCount(3);
  await expect(page.locator(".input .events li"), "the form lists them too").toHaveCount(3);
  await expect(page.locator(".input .events li").first()).toContainText("Cancel flow with offers: assumption; at most 30% by source 003");
  await page.keyboard.press("Control+z");
  await expect(events(page, "Cancel flow with offers"), "one step").toHaveCount(0);
  await page.keyboard.press("Control+Shift+z");
  await expect(events(page, "Cancel flow with offers")).toHaveCount(3);
  await page.keyboard.press("Enter");
  await expect(play(page, "Cancel flow with offers")).toBeFocused();
  await expect(page.locator(".input .events li")).toHaveCount(0);
});

test("a currency that is none yet does not stop the cards", async ({ page }) => {
  const complaints = watch(page);
  await open(page);
  await page.locator(".settings > summary").click();
  // Its suggestions make it a combobox.
  const currency = page.getByRole("combobox", { name: "Currency", exact: true });
  await currency.fill("36");
  await unfold(page);
  await press(page, "Cancel flow with offers");
  await expect(technique(page, "Cancel flow with offers")).toContainText("$3K at the start");
  await currency.fill("eur");
  await currency.blur();
  await expect(technique(page, "Cancel flow with offers")).toContainText("€3K at the start");
  expect(complaints).toEqual([]);
});

test("a card's amounts are edited in place, within what its source allows", async ({ page }) => {
  await open(page);
  await unfold(page);
  await play(page, "Cancel flow with offers").click();
  await press(page, "Cancel flow with offers");
  const first = events(page, "Cancel flow with offers").first();
  await first.locator(".event-told").click();
  await expect(field(page, "Amount")).toHaveValue("5 to 15");
  // There is one set of fields: the form's closes the playbook's.
  await page.locator(".input .events .event-told").first().click();
  await expect(field(page, "Amount")).toHaveCount(1);
  await expect(first.locator(".event-fields")).toHaveCount(0);
  await first.locator(".event-told").click();
  await expect(page.locator(".input .event-fields")).toHaveCount(0);
  await type(page, "Amount", "31");
  await expect(problemOf(page, "Amount")).toHaveText("must lie between 0% and 30%");
  await type(page, "Amount", "30");
  await expect(problemOf(page, "Amount")).toHaveText("");
  await expect(first.locator(".note").first()).toHaveText("yours");
  await expect(events(page, "Cancel flow with offers").nth(1).locator(".note").first()).toHaveText("assumption");
  // Later as a whole.
  await type(page, "Starts in month", "7");
  await expect(events(page, "Cancel flow with offers").locator(".event-told")).toContainText([
    "From month 7, over 1 month: Saves in the cancel flow + 30% of the rest",
    "From month 7, until month 7: Fixed costs + 3,000",
    "From month 7: Fixed costs + 100",
  ]);
  await type(page, "Starts in month", "0");
  await expect(problemOf(page, "Starts in month")).toContainText("must lie between 1 and 240");
  await remove(page, "Cancel flow with offers").click();
  await expect(page.locator(".stale"), "what was typed goes with the card").toHaveCount(0);
});

test("an event can be changed only as suits its input", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "New event" }).click();
  const actions = () => page.getByLabel("Does what").locator("option").allTextContents();
  expect(await actions()).toEqual(["Set to", "Add", "Multiply by", "Add of the rest", "Take away of it"]);
  await page.getByLabel("Does what").selectOption("Take away of it");
  await expect(page.getByLabel("Does what")).toHaveValue("4");
  await page.getByRole("combobox", { name: "Input", exact: true }).selectOption("More trials each month");
  await expect.poll(actions).toEqual(["Set to", "Add", "Multiply by"]);
  await expect(page.getByLabel("Does what")).toHaveValue("0");
});

test("what the cards bring is simulated, and saved as CSV", async ({ page }) => {
  await arrive(page);
  await unfold(page);
  await play(page, "Ask for complaints").click();
  const table = brought(page).locator("table");
  await expect(table).toContainText("MRR gained in month 60");
  await expect(brought(page)).toHaveAttribute("aria-busy", "false");
  await expect(brought(page).locator("[role=status]")).toHaveText(/^In \d+(\.\d)?% of futures/);
  const one = await table.innerText();
  await play(page, "Cancel flow with offers").click();
  await expect.poll(() => table.innerText()).not.toBe(one);
  await expect(brought(page)).toHaveAttribute("aria-busy", "false");
  const file = await saved(page, () => brought(page).getByRole("button", { name: "Save as CSV" }).click());
  expect(file.name).toBe("Leaky-bucket-playbook.csv");
  const [heads, low, median, high] = file.text.replace("\ufeff", "").trim().split("\r\n").map((line) => line.split(/,(?! )/));
  expect(heads.slice(1).map((head) => head.replaceAll('"', ""))).toEqual([
    "MRR gained in month 60", "Money spent", "Cash gained, costs paid", "Return on each $1 spent", "Paid back", "Futures in which they pay",
  ]);
  // A card of $100 a month for 60 months, and one of $3,000 and as much.
  for (const row of [low, median, high]) expect(Number(row[2])).toBeCloseTo(6000 + 9000, 3);
  for (let at = 1; at < 4; at++) expect(Number(low[at])).toBeLessThanOrEqual(Number(high[at]));
  expect(Number(median[4])).toBeGreaterThan(0);
  expect(Number(median[6])).toBeGreaterThan(0.9);
});

test("the best plan is found, simulated and played in one step", async ({ page }) => {
  await open(page);
  await unfold(page);
  await play(page, "Careful price change").click();
  const plan = page.locator(".plan");
  const find = plan.getByRole("button", { name: "Find the best plan" });
  await type(page, "Budget", "-1");
  await expect(problemOf(page, "Budget")).toContainText("must lie between 0");
  await type(page, "Budget", "500");
  // The worker never gets the question, so that the search cannot end before it is stopped.
  await page.evaluate(() => {
    window.post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = () => {};
  });
  await find.click();
  await plan.getByRole("button", { name: "Stop" }).click();
  await page.evaluate(() => { Worker.prototype.postMessage = window.post; });
  await expect(find).toBeVisible();
  await expect(plan.locator("ol")).toHaveCount(0);
  await find.click();
  await expect(plan.locator("ol li").first()).toBeVisible({ timeout: 30_000 });
  await expect(plan).toContainText("Confirmed by simulation");
  await expect(plan.locator("table")).toContainText("Money spent");
  const steps = await plan.locator("ol li").allTextContents();
  expect(steps.length).toBeGreaterThan(1);
  for (const step of steps) expect(step).toMatch(/, from month \d+$/);
  // Another budget makes it old, and the same again makes it good.
  await type(page, "Budget", "600");
  await expect(plan.locator("ol")).toHaveCount(0);
  await expect(plan).toContainText("find it anew");
  await type(page, "Budget", "500");
  await plan.getByRole("button", { name: "Play this plan" }).click();
  await expect(plan).toContainText("This plan is played");
  await expect(plan.getByRole("button", { name: "Play this plan" })).toBeDisabled();
  const titles = steps.map((step) => step.replace(/, from month \d+$/, ""));
  for (const title of titles) await expect(remove(page, title)).toBeVisible();
  await expect(playbook(page).locator(".technique.is-played")).toHaveCount(titles.length);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(playbook(page).locator(".technique.is-played")).toHaveCount(1);
  await expect(remove(page, "Careful price change")).toBeVisible();
});

test("cards are kept: in the file, over a reload and in a link", async ({ page, context }) => {
  await open(page);
  await unfold(page);
  await play(page, "Pause plan").click();
  const study = JSON.parse((await saved(page, () => choose(page, "Study", "Save as a file"))).text);
  expect(study.version).toBe(4);
  expect(study.scenarios[0].events.map(({ card }) => card)).toEqual(Array(4).fill("pause_plan"));
  await page.reload();
  await settled(page);
  await unfold(page);
  await expect(remove(page, "Pause plan")).toBeVisible();
  const link = await copyLink(page);
  const other = await context.newPage();
  await open(other, link);
  await unfold(other);
  await expect(remove(other, "Pause plan")).toBeVisible();
  await expect(other.locator(".technique.is-played")).toHaveCount(1);
});

test("a curve without early months takes half of the effect on churn, and says so", async ({ page }) => {
  await open(page);
  await unfold(page);
  await press(page, "Sell to need, onboard well");
  const card = technique(page, "Sell to need, onboard well");
  await expect(card).toContainText("no early months of their own");
  await expect(card).toContainText("Monthly churn × (0.8 to 0.95)");
  await page.getByLabel("Survival curve").selectOption({ label: "Onboarding: higher at first" });
  await expect(card).not.toContainText("no early months of their own");
  await expect(card).toContainText("× (0.6 to 0.9)");
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [360, 1280]) {
    test(`axe finds nothing in the playbook, ${colorScheme}, ${width} wide`, async ({ browser, baseURL }) => {
      const context = await browser.newContext({ baseURL, colorScheme, viewport: { width, height: 800 } });
      const page = await context.newPage();
      await open(page, fragment({ version: 1, scenarios: [{ name: "A", trials_start: 100, churn: 0.04 }] }));
      await unfold(page);
      await press(page, "Founders answer support");
      await play(page, "Cancel flow with offers").click();
      await press(page, "Cancel flow with offers");
      await events(page, "Cancel flow with offers").first().locator(".event-told").click();
      await page.getByRole("button", { name: "Find the best plan" }).click();
      await expect(page.locator(".plan table")).toBeVisible({ timeout: 30_000 });
      await expect(brought(page)).toHaveAttribute("aria-busy", "false");
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), "nothing is wider than the screen").toBeLessThanOrEqual(0);
      expect(await barriers(page)).toEqual([]);
      await context.close();
    });
  }
}
