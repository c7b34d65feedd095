// Bad input gets a message at its place, names the bound, and loses nothing.
import { test, expect } from "./guard.js";
import { deflateRawSync } from "node:zlib";
import { card, field, open, problemOf, settled, type, watch } from "./founder.js";

const fragment = (text) => `./#study=${deflateRawSync(Buffer.from(text)).toString("base64url")}`;
const study = (changes) => JSON.stringify({ version: 1, scenarios: [{ name: "A", churn: 0.04 }], ...changes });

test("numbers that cannot be are refused beside their field", async ({ page }) => {
  await open(page);
  const before = await card(page, 0).innerText();
  for (const [typed, message] of [
    ["", "must be a number"],
    ["four", "must be a number"],
    ["NaN", "must be a number"],
    ["1e999", "must be a number"],
    ["1e308", "must lie between 0% and 99%"],
    ["-1", "must lie between 0% and 99%"],
    ["99.5", "must lie between 0% and 99%"],
  ]) {
    await type(page, "Monthly churn", typed);
    await expect(problemOf(page, "Monthly churn"), typed).toHaveText(message);
    await expect(field(page, "Monthly churn")).toHaveAttribute("aria-invalid", "true");
    await expect(page.locator(".stale"), typed).toContainText("4% churn, Monthly churn: must");
    expect(await card(page, 0).innerText(), typed).toBe(before);
  }
  await type(page, "Monthly churn", "4");
  await expect(problemOf(page, "Monthly churn")).toBeEmpty();
  await settled(page);
});

test("what cannot be read outlives a reload", async ({ page }) => {
  await open(page);
  await type(page, "Monthly churn", "6abc");
  await page.reload();
  await expect(field(page, "Monthly churn")).toHaveValue("6abc");
  await expect(problemOf(page, "Monthly churn")).toHaveText("must be a number");
  await type(page, "Monthly churn", "4");
  await page.reload();
  await expect(field(page, "Monthly churn")).toHaveValue("4");
  await settled(page);
});

test("what is wrong in the folded settings opens them at the start, and is marked", async ({ page }) => {
  await open(page);
  const settings = page.locator("details.settings");
  await expect(settings).not.toHaveAttribute("open");
  await settings.locator("summary").first().click();
  await type(page, "Simulated futures", "1");
  await expect(settings.locator("summary .wrong-mark").first()).toBeVisible();
  await page.reload();
  await expect(page.locator(".results")).toContainText("must lie between 2 and 1,000,000");
  await expect(problemOf(page, "Simulated futures")).toBeVisible();
  await type(page, "Simulated futures", "500");
  await expect(settings.locator("summary .wrong-mark")).toHaveCount(0);
  await expect(field(page, "Simulated futures")).toBeVisible();
  await settled(page, "500 futures");
});

test("a reversed range, a fraction of a customer and clashing inputs are told", async ({ page }) => {
  await open(page);
  await type(page, "Price (ARPA), low end", "90");
  await expect(problemOf(page, "Price (ARPA), low end")).toContainText("low end must lie below");
  await type(page, "Price (ARPA), low end", "40");
  await type(page, "Opening customers", "10.5");
  await expect(problemOf(page, "Opening customers")).toContainText("whole number");
  await type(page, "Opening customers", "10");
  await type(page, "Monthly churn", "60");
  await type(page, "Contraction", "45");
  await expect(problemOf(page, "Contraction")).toContainText("contraction must stay at or below 40%");
  await type(page, "Contraction", "0");
  await page.getByText("Study settings").click();
  await type(page, "Months to simulate", "241");
  await expect(problemOf(page, "Months to simulate")).toHaveText("must lie between 1 and 240");
});

const hostile = {
  "cut off": async () => fragment(study({ title: "a long enough title to cut" })).slice(0, -9),
  "not base64": async () => "./#study=%%%",
  "of a newer version": async () => fragment(study({ version: 99 })),
  "a million scenarios": async () => fragment(`{"scenarios":[${"0,".repeat(100_000)}0]}`),
  "a deep nest": async () => fragment("[".repeat(200_000)),
  "a deflate bomb": async () => fragment(" ".repeat(300 << 20)),
  "with a value out of bounds": async () => fragment(study({ scenarios: [{ churn: { low: -1, high: 2 } }] })),
};
for (const [kind, address] of Object.entries(hostile)) {
  test(`a link that is ${kind} is told, and the own study is untouched`, async ({ page }) => {
    const complaints = watch(page);
    await open(page);
    await type(page, "Monthly churn", "6");
    await page.goto("about:blank");
    await page.goto(await address());
    await expect(page.locator(".notice")).toContainText("Your own study is untouched");
    await expect(page.locator(".notice li").first()).not.toBeEmpty();
    await expect(field(page, "Monthly churn")).toHaveValue("6");
    await settled(page);
    expect(complaints).toEqual([]);
  });
}

test("a script in a name is a name", async ({ page }) => {
  const complaints = watch(page);
  const name = "<img src=x onerror=alert(1)>";
  await page.goto(fragment(study({ title: name, scenarios: [{ name }] })));
  await settled(page);
  await expect(card(page, 0).locator("h3")).toHaveText(name);
  expect(complaints).toEqual([]);
});

test("a list that says nothing chooses nothing", async ({ page }) => {
  const complaints = watch(page);
  await open(page);
  for (const name of ["Playbook", "Reach a goal", "One point is worth"]) await page.getByText(name, { exact: true }).click();
  const before = await card(page, 0).innerText();
  for (const tab of await page.getByRole("tab").all()) {
    await tab.click();
    const lists = page.locator("select:visible");
    expect(await lists.count()).toBeGreaterThan(0);
    await lists.evaluateAll((lists) => lists.forEach((list) => {
      const chosen = list.selectedIndex;
      list.selectedIndex = -1;
      list.dispatchEvent(new Event("change", { bubbles: true }));
      list.selectedIndex = chosen;
    }));
  }
  await settled(page);
  expect(await card(page, 0).innerText()).toBe(before);
  await type(page, "Monthly churn", "5");
  await settled(page);
  expect(complaints).toEqual([]);
});

test("a broken store is set aside and offered as a file", async ({ page }) => {
  await open(page);
  await page.evaluate(() => localStorage.setItem(`holdfast.study.${localStorage.getItem("holdfast.current")}`, '{"version":'));
  await page.reload();
  await expect(page.locator(".notice")).toContainText("set aside");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as a file" }).click();
  expect((await download).suggestedFilename()).toBe("holdfast-study.json");
  await settled(page);
});

test("a store that is denied is told, and the page works", async ({ page }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
  });
  await open(page);
  await expect(page.locator(".notice")).toContainText("does not keep the study");
});

test("a study that comes in while somebody types in a field that goes with the old one", async ({ page }) => {
  const complaints = watch(page);
  await open(page);
  await page.getByRole("button", { name: "New event" }).click();
  await field(page, "From month").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText("7;8");
  await page.evaluate((hash) => { location.hash = hash; }, fragment(JSON.stringify({ scenarios: [{ name: "Other", churn: 0.07 }] })).slice("./".length));
  await expect(page.locator(".card")).toHaveCount(1);
  await type(page, "Monthly churn", "6");
  await settled(page);
  await expect(card(page, 0)).toContainText("Other");
  expect(complaints).toEqual([]);
});
