// Each chart as a founder uses it: opened, changed, read off, saved and read back.
import { expect, test } from "./guard.js";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { copyLink, choose as menu, open, picture, preset, settled, slide, watch } from "./founder.js";

const TABS = ["Over time", "Difference", "Distribution", "Movements", "Cohorts", "Survival"];

/** Opens the tab of a chart, and waits until all futures are simulated that it asks for. */
async function show(page, tab, futures) {
  await page.getByRole("tab", { name: tab }).click();
  if (tab === "Distribution") await expect(page.locator(".pointer-area")).toHaveAttribute("aria-valuetext", /[1-9][\d.]*% at or below/);
  await settled(page, futures);
}

/** A picture as a short text. */
const short = (picture) => createHash("sha256").update(picture).digest("hex");

/** The picture once it has been the same for longer than the page rests between two simulations, as a short text. */
async function still(page) {
  let [before, now] = ["", ""];
  do {
    before = now;
    await page.waitForTimeout(300);
    now = await picture(page);
  } while (now !== before);
  return short(now);
}

const choose = (page, label, option) => page.getByRole("combobox", { name: label, exact: true }).selectOption(option);
const readout = (page) => page.locator(".readout");

/** Points at a share of the plot's width and height. */
async function point(page, across, down = 0.5) {
  const box = await page.locator(".pointer-area").boundingBox();
  await page.mouse.move(box.x + across * box.width, box.y + down * box.height);
}

/** The text of the file that a button of the chart saves. */
async function saved(page, kind) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator(".save").getByRole("button", { name: kind, exact: true }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

test("every chart is drawn, follows a slider and comes back", async ({ page }) => {
  const complaints = watch(page);
  await open(page);
  const before = new Map();
  for (const tab of TABS) {
    await show(page, tab);
    before.set(tab, await still(page));
  }
  expect(new Set(before.values()).size).toBe(TABS.length);
  await slide(page, "Monthly churn", 8);
  await settled(page);
  for (const tab of TABS) {
    await show(page, tab);
    expect(await still(page), tab).not.toBe(before.get(tab));
  }
  await page.getByRole("button", { name: "Undo" }).click();
  for (const tab of TABS) {
    await show(page, tab);
    await expect.poll(async () => short(await picture(page)), tab).toBe(before.get(tab));
  }
  expect(complaints).toEqual([]);
});

test("the expected path follows a slider by the next frame", async ({ page }) => {
  await open(page);
  const steps = 40;
  const same = await page.evaluate(async (steps) => {
    const slider = document.querySelector('[data-input="churn"] input[type=range]');
    const canvas = document.querySelector(".chart canvas");
    const frame = () => new Promise(requestAnimationFrame);
    let same = 0;
    for (let step = 0; step < steps; step++) {
      await frame();
      const before = canvas.toDataURL();
      // A step of the slider is a tenth of a percent.
      slider.value = String(20 + 2 * step);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      await frame();
      if (canvas.toDataURL() !== before) same += 1;
    }
    return same;
  }, steps);
  expect(same).toBe(steps);
});

test("any slider moves with any chart open", async ({ page }) => {
  const complaints = watch(page);
  await open(page);
  for (const summary of await page.locator(".more > summary").all()) await summary.click();
  for (const tab of await page.getByRole("tab").all()) {
    await tab.click();
    const sliders = await page.evaluate(async () => {
      const sliders = [...document.querySelectorAll(".inputs input[type=range]")].filter((slider) => slider.checkVisibility());
      for (const slider of sliders) {
        const [start, step] = [Number(slider.value), Number(slider.max) / 50];
        for (const value of [start + (start + step > Number(slider.max) ? -step : step), start]) {
          slider.value = String(value);
          slider.dispatchEvent(new Event("input", { bubbles: true }));
          // A task for each move: the page handles it before the next one, without waiting for a frame.
          await new Promise((done) => setTimeout(done));
        }
        slider.dispatchEvent(new Event("change", { bubbles: true }));
      }
      return sliders.length;
    });
    expect(sliders).toBeGreaterThan(20);
    await settled(page);
  }
  expect(complaints).toEqual([]);
});

test("the difference is that of the scenarios which are chosen", async ({ page }) => {
  await open(page);
  await show(page, "Difference");
  await point(page, 0.85);
  await expect(readout(page)).toContainText("“0.5% churn” ahead, share of futures");
  await expect(readout(page)).toContainText("100%");
  await choose(page, "Difference of", "4% churn");
  await choose(page, "minus", "0.5% churn");
  await settled(page);
  await point(page, 0.84);
  await expect(readout(page)).toContainText("“4% churn” ahead, share of futures");
  await expect(readout(page).locator("tr").first()).toContainText("−$");
});

test("the distribution is that of the month and of the form which are chosen", async ({ page }) => {
  await open(page);
  await show(page, "Distribution");
  await point(page, 0.4);
  await expect(readout(page).locator("tr")).toHaveCount(3);
  await expect(readout(page)).toContainText("at or below");
  const bars = await picture(page);
  await choose(page, "Form of the chart", "Dots");
  await expect.poll(() => picture(page)).not.toBe(bars);
  const dots = await picture(page);
  await page.getByRole("spinbutton", { name: "Month" }).fill("12");
  await settled(page);
  await expect.poll(() => picture(page)).not.toBe(dots);
  await expect(page.getByRole("slider", { name: "Month", exact: true })).toHaveValue("12");
  // Of events there is no distribution: what was chosen elsewhere waits there.
  await show(page, "Over time");
  await choose(page, "Series", "Probability that cash has run out");
  await show(page, "Distribution");
  await expect(page.getByRole("combobox", { name: "Series", exact: true })).toHaveValue("0");
  await show(page, "Over time");
  await expect(page.getByRole("combobox", { name: "Series", exact: true }).locator("option:checked")).toHaveText("Probability that cash has run out");
});

test("movements and cohorts are of the scenario that is chosen, and say so", async ({ page }) => {
  await open(page);
  await preset(page, "Retention is the new acquisition");
  await show(page, "Movements");
  const legend = page.locator(".legend");
  await expect(legend.getByRole("button")).toHaveText(["New", "Expansion", "Churned"]);
  const all = await picture(page);
  await legend.getByRole("button", { name: "Expansion" }).click();
  await expect(legend.getByRole("button", { name: "Expansion" })).toHaveAttribute("aria-pressed", "false");
  await expect.poll(() => picture(page)).not.toBe(all);
  await legend.getByRole("button", { name: "Expansion" }).click();
  await expect.poll(() => picture(page)).toBe(all);
  const scenario = page.getByRole("combobox", { name: "Scenario", exact: true });
  await scenario.selectOption({ index: 3 });
  await expect.poll(() => picture(page)).not.toBe(all);
  await show(page, "Cohorts");
  await expect(scenario.locator("option").nth(3)).toHaveJSProperty("selected", true);
  await choose(page, "What is left", "MRR left");
  await page.locator(".pointer-area").focus();
  await expect(readout(page)).toContainText("Joined");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await expect(readout(page)).toContainText("Joined: Month 2 · Feb 2026");
  await expect(readout(page)).toContainText("104%");
});

test("survival curves say when half are left", async ({ page }) => {
  await open(page);
  await show(page, "Survival");
  await point(page, 0.3);
  await expect(readout(page).locator("tr").first()).toContainText("half are left after 17 months");
  await expect(readout(page).locator("tr").nth(2)).toContainText("over half are left after 60 months");
});

test("the legend hides a scenario, which a link carries and undo takes back", async ({ page }) => {
  await open(page);
  const entry = page.locator(".legend").getByRole("button", { name: "3.5% churn" });
  const all = await picture(page);
  await entry.click();
  await expect(entry).toHaveAttribute("aria-pressed", "false");
  await expect.poll(() => picture(page)).not.toBe(all);
  await point(page, 0.5);
  await expect(readout(page).locator("tr")).toHaveCount(2);
  const link = await copyLink(page);
  const other = await page.context().newPage();
  await open(other, link);
  await expect(other.locator(".legend").getByRole("button", { name: "3.5% churn" })).toHaveAttribute("aria-pressed", "false");
  await other.close();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.mouse.move(0, 0);
  await expect.poll(() => picture(page)).toBe(all);
});

test("single futures are drawn on demand", async ({ page }) => {
  await open(page);
  const plain = await picture(page);
  await page.getByRole("checkbox", { name: "Single futures" }).check();
  await settled(page);
  await expect.poll(() => picture(page)).not.toBe(plain);
  await page.getByRole("checkbox", { name: "Single futures" }).uncheck();
  await settled(page);
  await expect.poll(() => picture(page)).toBe(plain);
});

test("the probability of a target that is not set is no curve at zero", async ({ page }) => {
  await open(page);
  await settled(page);
  await choose(page, "Series", "Probability that the target is reached");
  const svg = (await saved(page, "SVG")).bytes.toString("utf8");
  expect(svg).toContain("No target is set yet");
  // The names stand at the ends of the curves.
  expect(svg).not.toContain("3.5% churn");
  await choose(page, "Series", "MRR");
  expect((await saved(page, "SVG")).bytes.toString("utf8")).toContain("3.5% churn");
});

test("every chart is saved as SVG, PNG and CSV with what is on the screen", async ({ page }) => {
  await open(page);
  for (const tab of TABS) {
    await show(page, tab);
    const csv = await saved(page, "CSV");
    expect(csv.name).toBe(`Leaky-bucket-${tab.toLowerCase().replace(" ", "-")}.csv`);
    const lines = csv.bytes.toString("utf8").trim().split("\r\n");
    expect(lines.length, tab).toBeGreaterThan(10);
    await page.getByText("Figures as a table").click();
    const rows = page.locator(".figures[open] tbody tr", { hasNot: page.locator("select") });
    const first = await rows.first().locator("th").textContent();
    expect(lines[1].replaceAll('"', ""), tab).toContain(first);
    await page.getByText("Figures as a table").click();
    const svg = (await saved(page, "SVG")).bytes.toString("utf8");
    expect(svg, tab).toContain("<svg");
    expect(svg, tab).toContain(`Leaky bucket · ${tab}`);
    const isSound = await page.evaluate((text) => !new DOMParser().parseFromString(text, "image/svg+xml").querySelector("parsererror"), svg);
    expect(isSound, tab).toBe(true);
    const png = (await saved(page, "PNG")).bytes;
    const width = await page.locator(".chart canvas").evaluate((canvas) => canvas.getBoundingClientRect().width);
    expect(Math.abs(png.readUInt32BE(16) - 2 * width), tab).toBeLessThanOrEqual(2);
  }
});

test("cohorts with everything on, over twenty years, never hold the page up", { tag: "@alone" }, async ({ page }) => {
  await open(page);
  const study = JSON.parse(readFileSync(new URL("../../benches/studies/everything-on.json", import.meta.url), "utf8"));
  const scenario = { ...study.scenarios[0], survival: "shifted_beta_geometric", trials_growth: 0, expansion: 0 };
  const heavy = JSON.stringify({ ...study, horizon_months: 240, runs: 100, scenarios: [scenario] });
  const chooser = page.waitForEvent("filechooser");
  await menu(page, "Study", "Open a file…");
  await (await chooser).setFiles({ name: "heavy.json", mimeType: "application/json", buffer: Buffer.from(heavy) });
  await settled(page, "100 futures");
  await page.evaluate(() => {
    globalThis.tasks = [];
    new PerformanceObserver((list) => globalThis.tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: "longtask" });
  });
  await show(page, "Cohorts", "100 futures");
  await page.locator(".pointer-area").focus();
  await page.keyboard.press("Home");
  await expect(readout(page)).toContainText("100%", { timeout: 30_000 });
  const tasks = await page.evaluate(() => globalThis.tasks);
  console.log(`longest task while cohorts are followed: ${Math.round(Math.max(0, ...tasks))} ms of ${tasks.length} over 50 ms`);
  expect(Math.max(0, ...tasks)).toBeLessThan(200);
});

test("what the crosshair reads off stays on the page, on a small phone too", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 740 });
  await open(page);
  for (const tab of TABS) {
    await show(page, tab);
    for (const share of [0.2, 0.45, 0.55, 0.95]) {
      await point(page, share);
      await expect(readout(page)).toBeVisible();
      // In one go: the page may scroll in between, and the element is made anew when futures come.
      const { left, right, top, plot } = await page.evaluate(() => ({
        ...document.querySelector(".readout").getBoundingClientRect().toJSON(), plot: document.querySelector(".plot").getBoundingClientRect().bottom,
      }));
      expect(top, `${tab} at ${share}: below the picture`).toBeGreaterThanOrEqual(plot - 1);
      expect(left, `${tab} at ${share}`).toBeGreaterThanOrEqual(0);
      expect(right, `${tab} at ${share}`).toBeLessThanOrEqual(320);
    }
  }
});
