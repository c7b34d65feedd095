// The study as a whole: its title, files, presets, the studies that are kept, two tabs, shortcuts, presentation, paper.
import { test, expect } from "./guard.js";
import { barriers } from "./barriers.js";
import { readFileSync } from "node:fs";
import { arrive, card, choose, copyLink, field, fragment, open, preset, settled, slide, title, type, watch } from "./founder.js";

const notice = (page) => page.locator("#notice");
const dialog = (page) => page.getByRole("dialog");
const kept = (page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("holdfast.study.")));
const lookFor = async (page, text) => expect(notice(page)).toContainText(text);
const file = (study) => ({ name: "study.json", mimeType: "application/json", buffer: Buffer.from(typeof study === "string" ? study : JSON.stringify(study)) });
const study = (changes) => ({ version: 2, scenarios: [{ name: "A", churn: 0.07 }], ...changes });

async function openFile(page, content) {
  const chooser = page.waitForEvent("filechooser");
  await choose(page, "Study", "Open a file…");
  await (await chooser).setFiles(file(content));
}

test("the title is edited in the header, names the tab, and is undone in one step", async ({ page }) => {
  await open(page);
  await expect(title(page)).toHaveValue("Leaky bucket");
  await title(page).fill("  Our plan for <2027> ");
  await title(page).press("Enter");
  await expect(title(page)).toHaveValue("Our plan for <2027>");
  await expect(title(page)).not.toBeFocused();
  await expect(page).toHaveTitle("Our plan for <2027> · Holdfast");
  await expect(page.getByRole("heading", { name: "Our plan for <2027> after" })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(title(page)).toHaveValue("Leaky bucket");
  await expect(page.getByRole("button", { name: "Undo" })).toBeDisabled();
});

test("a menu opens by key, is walked by arrows, and gives the focus back", async ({ page }) => {
  await open(page);
  const button = page.getByRole("button", { name: "Study", exact: true });
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "New study" })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "New study" })).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("button", { name: "Print a report…" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("button", { name: "Presets…" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "New study" })).toBeHidden();
  await expect(button).toBeFocused();
  // A dialog that was opened from it, too.
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Presets…" }).press("Enter");
  await expect(dialog(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
  await expect(button).toBeFocused();
  // A click elsewhere closes it.
  await button.click();
  await page.locator(".chart").click();
  await expect(page.getByRole("button", { name: "New study" })).toBeHidden();
});

test("presets are pictures to choose from, by mouse or by key, and are not kept until changed", async ({ page }) => {
  const complaints = watch(page);
  await arrive(page);
  await page.getByRole("button", { name: "Presets", exact: true }).click();
  expect(await dialog(page).locator(".preset").count()).toBeGreaterThanOrEqual(2);
  await expect(dialog(page).locator(".preset").first().locator("path")).toHaveCount(3);
  expect(await barriers(page)).toEqual([]);
  await page.getByRole("button", { name: "Retention is the new acquisition" }).focus();
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toBeHidden();
  await expect(title(page)).toHaveValue("Retention is the new acquisition");
  await preset(page, "Leaky bucket");
  await expect(title(page)).toHaveValue("Leaky bucket");
  expect(await kept(page), "one of each, however often they are opened").toHaveLength(2);
  await choose(page, "Study", "Recent studies…");
  await expect(dialog(page).locator("li")).toHaveCount(1);
  await expect(dialog(page).locator("li")).toContainText("Open now");
  expect(complaints).toEqual([]);
});

test("a new study has one scenario, and the way back is an undo", async ({ page }) => {
  await open(page);
  await type(page, "Monthly churn", "6");
  await choose(page, "Study", "New study");
  await expect(page.locator(".card")).toHaveCount(1);
  await expect(title(page)).toHaveValue("");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(title(page)).toHaveValue("Leaky bucket");
  await expect(field(page, "Monthly churn")).toHaveValue("6");
});

test("a study goes into one file and comes back from it", async ({ page }) => {
  await open(page);
  await title(page).fill("Q3: plan / B");
  await type(page, "Monthly churn", "2.25");
  const download = page.waitForEvent("download");
  await choose(page, "Study", "Save as a file");
  const saved = await download;
  expect(saved.suggestedFilename()).toBe("Q3-plan-B.holdfast.json");
  const text = readFileSync(await saved.path(), "utf8");
  expect(JSON.parse(text).scenarios[0].churn).toBe(0.0225);
  expect(text.split("\n").length, "readable by people").toBeGreaterThan(20);
  await type(page, "Monthly churn", "9");
  await openFile(page, text);
  await expect(field(page, "Monthly churn")).toHaveValue("2.25");
  await lookFor(page, "Opened from a file");
  await page.getByRole("button", { name: "Back to my study" }).click();
  await expect(field(page, "Monthly churn")).toHaveValue("9");
});

test("a file with values out of bounds is opened with its problems, one that is no study is told", async ({ page }) => {
  const complaints = watch(page);
  await open(page);
  await type(page, "Monthly churn", "6");
  for (const content of [
    '{"scenarios":',
    study({ version: 99 }),
    study({ scenarios: [] }),
    study({ scenarios: Array(300).fill({ name: "A" }) }),
    " ".repeat(300_000),
  ]) {
    await openFile(page, content);
    await lookFor(page, "does not hold a study that can be opened");
    await expect(notice(page).locator("li").first()).not.toBeEmpty();
    await expect(field(page, "Monthly churn")).toHaveValue("6");
    await page.getByRole("button", { name: "Dismiss" }).click();
  }
  await openFile(page, study({ scenarios: [{ name: "A", churn: 7 }] }));
  await expect(page.locator(".stale")).toContainText("A, Monthly churn: must lie between");
  expect(complaints).toEqual([]);
});

test("a file is dropped anywhere, with a hint while it hangs over the page", async ({ page }) => {
  await open(page);
  const drag = (kind, text) => page.evaluate(([kind, text]) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "study.json", { type: "application/json" }));
    const event = new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true });
    return !document.querySelector("main").dispatchEvent(event);
  }, [kind, text]);
  expect(await drag("dragenter", ""), "else the browser leaves the page for the file").toBe(true);
  await expect(page.getByText("Drop a study file to open it")).toBeVisible();
  expect(await drag("dragleave", "")).toBe(false);
  await expect(page.getByText("Drop a study file to open it")).toBeHidden();
  await drag("dragover", "");
  expect(await drag("drop", JSON.stringify(study({ title: "Dropped" })))).toBe(true);
  await expect(title(page)).toHaveValue("Dropped");
  await expect(page.getByText("Drop a study file to open it")).toBeHidden();
});

test("recent studies are listed, the last one first, opened, deleted and put back", async ({ page }) => {
  await open(page);
  await type(page, "Monthly churn", "6");
  for (const name of ["Second", "Third"]) {
    await choose(page, "Study", "New study");
    await title(page).fill(name);
  }
  await choose(page, "Study", "Recent studies…");
  const titles = () => dialog(page).locator("li").evaluateAll((list) => list.map((item) => item.querySelector("strong, button").textContent));
  await expect.poll(titles).toEqual(["Third", "Second", "Leaky bucket"]);
  await expect(dialog(page).locator("li").nth(2)).toContainText("4% churn · 3.5% churn · 0.5% churn");
  expect(await barriers(page)).toEqual([]);
  await dialog(page).getByRole("button", { name: "Delete Second" }).click();
  await expect.poll(titles).toEqual(["Third", "Leaky bucket"]);
  await expect(dialog(page)).toContainText("“Second” was deleted");
  await dialog(page).getByRole("button", { name: "Put it back" }).click();
  await expect.poll(titles).toEqual(["Third", "Leaky bucket", "Second"]);
  await dialog(page).getByRole("button", { name: "Leaky bucket", exact: true }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(field(page, "Monthly churn")).toHaveValue("6");
  await choose(page, "Study", "Recent studies…");
  await expect.poll(titles).toEqual(["Leaky bucket", "Third", "Second"]);
});

test("each tab comes back with its own study", async ({ page, context }) => {
  await open(page);
  await type(page, "Monthly churn", "6");
  const other = await context.newPage();
  await open(other);
  await choose(other, "Study", "New study");
  await title(other).fill("The other");
  await page.reload();
  await expect(title(page)).toHaveValue("Leaky bucket");
  await other.reload();
  await expect(title(other)).toHaveValue("The other");
});

test("a study that cannot be read is listed as set aside, saved, and never overwritten", async ({ page }) => {
  await open(page);
  await page.evaluate(() => localStorage.setItem("holdfast.study.17", '{"version":'));
  await choose(page, "Study", "Recent studies…");
  const row = dialog(page).locator("li", { hasText: "set aside" });
  const download = page.waitForEvent("download");
  await row.getByRole("button", { name: "Save as a file" }).click();
  expect(readFileSync(await (await download).path(), "utf8")).toBe('{"version":');
  await page.keyboard.press("Escape");
  // The slot of the study that is open breaks under it.
  await type(page, "Monthly churn", "6");
  const [slot] = (await kept(page)).filter((key) => key !== "holdfast.study.17");
  await page.evaluate((slot) => localStorage.setItem(slot, "{"), slot);
  await type(page, "Monthly churn", "7");
  expect(await page.evaluate((slot) => localStorage.getItem(slot), slot)).toBe("{");
  await page.reload();
  await expect(field(page, "Monthly churn")).toHaveValue("7");
});

test("a store that fills up is told once, and room is made from the list", async ({ page }) => {
  await open(page);
  await type(page, "Monthly churn", "6");
  await choose(page, "Study", "New study");
  await title(page).fill("Second");
  const fill = () => {
    window.real = Storage.prototype.setItem;
    Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
  };
  await page.evaluate(fill);
  await type(page, "Monthly churn", "5");
  await lookFor(page, "does not keep the study");
  await page.getByRole("button", { name: "Dismiss" }).click();
  await type(page, "Monthly churn", "4.5");
  await expect(notice(page)).toBeHidden();
  await page.getByRole("button", { name: "Not kept in this browser" }).click();
  const download = page.waitForEvent("download");
  await notice(page).getByRole("button", { name: "Save as a file" }).click();
  expect(JSON.parse(readFileSync(await (await download).path(), "utf8")).scenarios[0].churn).toBe(0.045);
  await notice(page).getByRole("button", { name: "Recent studies" }).click();
  await page.evaluate(() => { Storage.prototype.setItem = window.real; });
  await dialog(page).getByRole("button", { name: "Delete Leaky bucket" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Not kept in this browser" })).toBeHidden();
  await page.reload();
  await expect(field(page, "Monthly churn")).toHaveValue("4.5");
});

test("a deleted study that cannot be put back is not lost", async ({ page }) => {
  await open(page);
  await type(page, "Monthly churn", "6");
  await choose(page, "Study", "New study");
  await title(page).fill("Second");
  await choose(page, "Study", "Recent studies…");
  await dialog(page).getByRole("button", { name: "Delete Leaky bucket" }).click();
  await page.evaluate(() => {
    window.real = Storage.prototype.setItem;
    Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
  });
  await dialog(page).getByRole("button", { name: "Put it back" }).click();
  await expect(dialog(page)).toContainText("could not be put back");
  const download = page.waitForEvent("download");
  await dialog(page).getByRole("button", { name: "Save as a file" }).click();
  expect(JSON.parse(readFileSync(await (await download).path(), "utf8")).scenarios[0].churn).toBe(0.06);
  await page.evaluate(() => { Storage.prototype.setItem = window.real; });
  await dialog(page).getByRole("button", { name: "Put it back" }).click();
  await dialog(page).getByRole("button", { name: "Leaky bucket", exact: true }).click();
  await expect(field(page, "Monthly churn")).toHaveValue("6");
});

test("markup in a title is a title, wherever it is shown", async ({ page }) => {
  const complaints = watch(page);
  await open(page);
  const name = `<img src=x onerror=alert(1)> "&amp;' {}`;
  await title(page).fill(name);
  await type(page, "Name", name);
  await choose(page, "Study", "New study");
  await choose(page, "Study", "Recent studies…");
  await expect(dialog(page).getByRole("button", { name, exact: true })).toBeVisible();
  await expect(dialog(page).locator("li").nth(1)).toContainText(`${name} · 3.5% churn`);
  await dialog(page).getByRole("button", { name: `Delete ${name}` }).click();
  await expect(dialog(page)).toContainText(`“${name}” was deleted`);
  await dialog(page).getByRole("button", { name: "Put it back" }).click();
  await dialog(page).getByRole("button", { name, exact: true }).click();
  await page.keyboard.press("p");
  await expect(page.locator(".strip-name").first()).toHaveText(name);
  await page.keyboard.press("Escape");
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await expect(page.locator(".report [scope=colgroup]").first()).toHaveText(name);
  await expect(page.locator("img")).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test("two tabs on one study: what one types comes into the other, as one step to undo", async ({ page, context }) => {
  await open(page);
  await type(page, "Monthly churn", "6");
  const other = await context.newPage();
  await open(other);
  await expect(field(other, "Monthly churn")).toHaveValue("6");
  for (const churn of ["7", "8", "9"]) {
    await type(page, "Monthly churn", churn);
    await expect(field(other, "Monthly churn")).toHaveValue(churn);
  }
  await lookFor(other, "changed in another tab");
  await expect(notice(page)).not.toContainText("another tab");
  await notice(other).getByRole("button", { name: "Back to mine" }).click();
  await expect(field(other, "Monthly churn")).toHaveValue("6");
  await expect(field(page, "Monthly churn")).toHaveValue("6");
  await type(other, "Contraction", "1");
  await expect(field(page, "Contraction")).toHaveValue("1");
  // What was typed since the others' change is no way back by itself.
  await type(page, "Monthly churn", "8");
  await expect(field(other, "Monthly churn")).toHaveValue("8");
  await type(other, "Contraction", "2");
  await notice(other).getByRole("button", { name: "Back to mine" }).click();
  await expect(field(other, "Monthly churn")).toHaveValue("6");
  await expect(field(other, "Contraction")).toHaveValue("1");
  // Of another study there is nothing to go back to.
  await type(page, "Monthly churn", "7");
  await lookFor(other, "changed in another tab");
  await choose(other, "Study", "New study");
  await expect(notice(other)).toBeEmpty();
});

test("a link to the study that is open is a study of its own", async ({ page, context }) => {
  await open(page);
  await type(page, "Monthly churn", "6");
  const link = await copyLink(page);
  const other = await context.newPage();
  await other.goto(link);
  await lookFor(other, "Your own study is kept");
  await type(other, "Monthly churn", "7");
  await expect(field(page, "Monthly churn")).toHaveValue("6");
  await notice(other).getByRole("button", { name: "Back to my study" }).click();
  await expect(field(other, "Monthly churn")).toHaveValue("6");
});

test("a link that arrives while another is read is opened", async ({ page }) => {
  const link = (name) => fragment({ scenarios: [{ name }] });
  await page.addInitScript((hash) => {
    let arrived = false;
    window.arrive = () => {
      if (!arrived) location.hash = hash;
      arrived = true;
    };
    // Reading took a while as long as the browser inflated: the second link arrived meanwhile and was wiped.
    window.DecompressionStream = class extends DecompressionStream {
      constructor(...settings) {
        super(...settings);
        window.arrive();
      }
    };
  }, link("Second").slice("./".length));
  await page.goto(link("First"));
  await expect(card(page, 0)).toBeVisible();
  await page.evaluate(() => window.arrive());
  await expect(card(page, 0)).toContainText("Second");
});

test("of a study that has had a problem since it was opened no other one's figures are shown", async ({ page }) => {
  await open(page);
  await preset(page, "Runway");
  await type(page, "Monthly churn", "200");
  await expect(page.locator(".stale")).toContainText("the last good result is shown");
  await expect(card(page, 0)).toBeVisible();
  await page.reload();
  await expect(page.locator(".stale")).toContainText("is not simulated yet");
  await expect(field(page, "Monthly churn")).toHaveValue("200");
  for (const shown of [card(page, 0), page.locator(".chart canvas"), page.getByRole("heading", { level: 2, name: "after" })]) {
    await expect(shown).toBeHidden();
  }
  await type(page, "Monthly churn", "5");
  await expect(page.getByRole("heading", { name: "Runway after" })).toBeVisible();
  await expect(card(page, 0)).toBeVisible();
});

test("the page itself does not scroll where its sides do", async ({ page }) => {
  await open(page);
  await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => { fold.open = true; }));
  const [all, seen] = await page.evaluate(() => [document.scrollingElement.scrollHeight, innerHeight]);
  expect(all).toBe(seen);
});

test("a tab that slept takes what is stored before it can overwrite it; or else undo leads to it", async ({ page, context }) => {
  await open(page);
  await type(page, "Monthly churn", "6");
  const other = await context.newPage();
  // As if frozen: it hears of nothing.
  await other.addInitScript(() => {
    window.isAsleep = true;
    for (const name of ["storage", "visibilitychange"]) {
      window.addEventListener(name, (event) => window.isAsleep && event.stopImmediatePropagation(), true);
    }
  });
  await open(other);
  await type(page, "Monthly churn", "8");
  await expect(field(other, "Monthly churn")).toHaveValue("6");
  await other.evaluate(() => {
    window.isAsleep = false;
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  });
  await expect(field(other, "Monthly churn")).toHaveValue("8");
  await lookFor(other, "changed in another tab");
  // It wakes too late: something was typed before it heard.
  await other.evaluate(() => { window.isAsleep = true; });
  await type(page, "Monthly churn", "9");
  await expect.poll(() => other.evaluate(() => Object.values(localStorage).some((text) => text.includes('"churn":0.09')))).toBe(true);
  await type(other, "Contraction", "1");
  await lookFor(other, "Undo goes to the other tab's".toLowerCase());
  await expect(field(other, "Monthly churn")).toHaveValue("8");
  await other.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(field(other, "Monthly churn")).toHaveValue("9");
  await expect(field(other, "Contraction")).toHaveValue("0");
});

test("keys do what the list says, never while typing, and single ones can be switched off", async ({ page }) => {
  await open(page);
  await page.keyboard.press("?");
  await expect(dialog(page)).toContainText("Ctrl+Shift+Z");
  await expect(dialog(page)).toContainText("1 – 8");
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press("p");
  await expect(dialog(page), "keys in a dialog are its own").toBeVisible();
  await page.keyboard.press("Escape");
  const selected = page.locator('.tab-name[aria-pressed="true"]');
  await page.keyboard.press("2");
  await expect(selected).toContainText("3.5% churn");
  await page.keyboard.press("7");
  await expect(selected).toContainText("3.5% churn");
  await page.keyboard.press("d");
  await expect(page.locator(".card")).toHaveCount(4);
  await page.keyboard.press("Control+z");
  await expect(page.locator(".card")).toHaveCount(3);
  await page.keyboard.press("Control+y");
  await expect(page.locator(".card")).toHaveCount(4);
  await page.keyboard.press("Control+z");
  const tab = page.getByRole("tab", { selected: true });
  await page.keyboard.press("]");
  await expect(tab).toHaveText("Difference");
  await page.keyboard.press("[");
  await expect(tab).toHaveText("Over time");
  const download = page.waitForEvent("download");
  await page.keyboard.press("Control+s");
  await download;
  // What the browser itself shows of a download may take the next key.
  await expect(async () => {
    const chooser = page.waitForEvent("filechooser", { timeout: 3000 });
    await page.keyboard.press("Control+o");
    await chooser;
  }).toPass();
  // In a field they are letters.
  await title(page).fill("");
  await title(page).pressSequentially("dp?l[2");
  await expect(title(page)).toHaveValue("dp?l[2");
  await expect(page.locator(".card")).toHaveCount(3);
  await title(page).blur();
  // Switched off, here and after a reload.
  await page.keyboard.press("?");
  await page.getByLabel("Single-key shortcuts").uncheck();
  await page.keyboard.press("Escape");
  await page.reload();
  await settled(page);
  await page.keyboard.press("d");
  await page.keyboard.press("?");
  await expect(dialog(page)).toBeHidden();
  await expect(page.locator(".card")).toHaveCount(3);
  await page.keyboard.press("Control+z");
});

test("undo in a field undoes the study, and texts that cannot be read go first", async ({ page }) => {
  await open(page);
  await type(page, "Price (ARPA), low end", "45");
  const churn = field(page, "Monthly churn");
  await churn.fill("5");
  await churn.pressSequentially("x");
  await expect(page.locator(".stale")).toContainText("must be a number");
  await churn.press("Control+z");
  await expect(churn).toHaveValue("5");
  await churn.press("Control+z");
  await expect(churn).toHaveValue("4");
  await expect(field(page, "Price (ARPA), low end")).toHaveValue("45");
  await churn.press("Control+Shift+z");
  await expect(churn).toHaveValue("5");
});

for (const scheme of ["Light", "Dark"]) {
  test(`high contrast, ${scheme}: every text at 7 to 1, and it is remembered`, async ({ page }) => {
    await open(page);
    await page.getByRole("button", { name: "View", exact: true }).click();
    await page.getByLabel(scheme, { exact: true }).check();
    await page.getByLabel("High contrast").check();
    await page.keyboard.press("Escape");
    await expect(page.locator("html")).toHaveAttribute("data-contrast", "more");
    await page.reload();
    await settled(page);
    await expect(page.locator("html")).toHaveAttribute("data-scheme", scheme.toLowerCase());
    expect(await barriers(page, { runOnly: ["color-contrast-enhanced"], rules: { "color-contrast-enhanced": { enabled: true } } })).toEqual([]);
  });
}

test("the presentation: large type, one slider a scenario, and a way out by Escape", async ({ page }) => {
  const complaints = watch(page);
  await page.setViewportSize({ width: 1920, height: 1080 });
  await open(page);
  await page.keyboard.press("p");
  await expect(page.getByRole("button", { name: "View", exact: true })).toBeHidden();
  await expect(field(page, "Monthly churn")).toBeHidden();
  await expect(page.getByRole("tab", { selected: true }), "so that Space does not leave").toBeFocused();
  await page.keyboard.press("PageDown");
  await expect(page.getByRole("tab", { name: "Difference" })).toBeFocused();
  await page.keyboard.press("PageUp");
  await expect(page.getByRole("tab", { selected: true })).toHaveText("Over time");
  const size = await page.locator(".headline .lead").evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
  expect(size).toBeGreaterThan(24);
  const strip = page.locator(".strip");
  await expect(strip.getByRole("slider")).toHaveCount(3);
  const before = await page.locator(".card strong").first().textContent();
  const slider = strip.getByRole("slider").first();
  await slider.focus();
  for (let press = 0; press < 5; press++) await page.keyboard.press("ArrowRight");
  await expect(strip.locator("strong").first()).toHaveText("4.5%");
  await expect(page.locator(".card strong").first()).not.toHaveText(before);
  expect(await strip.locator("select option").allTextContents(), "ranges have no one slider").not.toContain("Price (ARPA)");
  await strip.locator("select").selectOption({ label: "Expansion" });
  await expect(strip.locator("strong").first()).toHaveText("0%");
  await page.keyboard.press("]");
  await expect(page.getByRole("tab", { selected: true })).toHaveText("Difference");
  expect(await barriers(page)).toEqual([]);
  await page.locator(".pointer-area").focus();
  await page.keyboard.press("Escape");
  await expect(page.locator("html"), "the first takes the crosshair away").toHaveAttribute("data-present");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "View", exact: true })).toBeVisible();
  await expect(page.locator("html")).not.toHaveAttribute("data-present");
  await expect(page.getByRole("button", { name: "View", exact: true })).toBeFocused();
  await expect(field(page, "Monthly churn")).toHaveValue("4.5");
  expect(complaints).toEqual([]);
});

test("on paper: headline, chart, figures and inputs, in light colours, and no controls", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL, colorScheme: "dark", viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await arrive(page);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  const report = page.locator(".report");
  await expect(report).toBeVisible();
  await expect(report).toContainText("10,000 futures, seed");
  await expect(report.locator("svg text").first()).toBeVisible();
  await expect(report, "what the bands are").toContainText("Light band: nine in ten.");
  await expect(report.locator(".report-tables table")).toHaveCount(3);
  await expect(report.locator(".report-tables table").first().locator("tbody tr").last()).toContainText("60");
  const churn = report.locator(".inventory tr", { hasText: "Monthly churn" });
  await expect(churn.locator("td")).toHaveText(["4% a month", "3.5% a month", "0.5% a month"]);
  await expect(churn.locator("td.differs")).toHaveCount(2);
  await expect(page.getByRole("banner")).toBeHidden();
  await expect(page.locator(".inputs")).toBeHidden();
  expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe("rgb(23, 34, 44)");
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  await expect(report).toBeEmpty();
  await expect(page.locator("html")).toHaveAttribute("data-scheme", "system");
  await context.close();
});

test("nothing moves when numbers change", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await arrive(page);
  const boxes = () => page.evaluate(() => [".headline .cards", ".status", ".chart", ".tablist"].map((selector) => {
    const { left, right, top, bottom } = document.querySelector(selector).getBoundingClientRect();
    // The state of the simulation grows to the left, from where it stands at the right.
    return [selector, selector === ".status" ? 0 : left, right, top, bottom].join(" ");
  }));
  const before = await boxes();
  await slide(page, "Monthly churn", 5);
  expect(await boxes()).toEqual(before);
  await settled(page);
  expect(await boxes()).toEqual(before);
  await type(page, "Monthly churn", "900");
  await expect(page.locator(".stale")).toBeVisible();
  expect(await boxes(), "what is wrong is said over the chart").toEqual(before);
});

for (const [width, height] of [[360, 740], [768, 1024], [1280, 800], [1920, 1080]]) {
  test(`every menu fits the window, ${width} wide`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page);
    if (width >= 1280) expect((await page.getByRole("banner").boundingBox()).height, "one row").toBeLessThan(66 * (width > 1760 ? 1.19 : 1));
    for (const name of ["Study", "View", "Help"]) {
      await page.getByRole("button", { name, exact: true }).click();
      const box = await page.locator(".menu:popover-open").boundingBox();
      expect(box.x, name).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width, name).toBeLessThanOrEqual(width);
      expect(box.y + box.height, name).toBeLessThanOrEqual(height);
      await page.keyboard.press("Escape");
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });
}
