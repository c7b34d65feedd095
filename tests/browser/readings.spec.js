// What a chart shows can be read off and taken away as a file, and they agree.
import { test, expect } from "./guard.js";
import { readFileSync } from "node:fs";
import { arrive, open, picture, preset, settled, watch } from "./founder.js";

const tabs = ["Over time", "Difference", "Distribution", "Movements", "Cohorts", "Survival"];
// Charts that workers are asked for: see advice.spec.js.
const asked = ["What matters", "Map", "Acquire or retain"];
const show = (page, name) => page.getByRole("tab", { name }).click();
const table = (page) => page.locator(".charts .figures table");

/** Saves the open chart in one of its forms. */
async function saved(page, form) {
  const download = page.waitForEvent("download");
  await page.getByRole("group", { name: "Save" }).getByRole("button", { name: form }).click();
  const file = await download;
  return { name: file.suggestedFilename(), content: readFileSync(await file.path()) };
}

/** A CSV as rows of fields. */
function rows(text) {
  const out = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n|$)/g)) {
    out.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\r\n") out.push([]);
    if (end === "") break;
  }
  return out.filter((row) => row.length > 1);
}

test("every chart has a picture, a crosshair, a table and three kinds of file that agree", async ({ page }) => {
  const complaints = watch(page);
  await open(page);
  await page.locator(".charts .figures summary").click();
  const pictures = new Set();
  for (const tab of tabs) {
    await show(page, tab);
    await expect(page.getByRole("tab", { name: tab })).toHaveAttribute("aria-selected", "true");
    await expect(page.locator(".chart canvas"), tab).toHaveAttribute("aria-label", new RegExp(tab));
    // What is asked for by this chart alone is waited for once the first of it are there, and then there are rows.
    await expect(table(page).locator("tbody tr").nth(3), tab).toBeVisible();
    await settled(page);
    await expect.poll(() => picture(page), tab).not.toBe([...pictures].at(-1));
    pictures.add(await picture(page));

    const crosshair = page.getByRole("slider", { name: "Place to read off" });
    await crosshair.focus();
    await expect(page.locator(".readout"), tab).toBeVisible();
    const last = await crosshair.getAttribute("aria-valuetext");
    expect(last, tab).toMatch(/\d/);
    await page.keyboard.press("Home");
    await expect(crosshair, tab).not.toHaveAttribute("aria-valuetext", last);
    await page.keyboard.press("Escape");
    await expect(page.locator(".readout"), tab).toHaveCount(0);

    const csv = await saved(page, "CSV");
    expect(csv.name, tab).toMatch(/^Leaky-bucket-[a-z-]+\.csv$/);
    const [heads, ...lines] = rows(csv.content.toString("utf8").replace(/^\ufeff/, ""));
    await expect(table(page).locator("tbody tr").first(), tab).toBeVisible();
    const columns = await table(page).locator("thead tr").last().locator("th").count();
    expect(heads.length, tab).toBe(columns);
    expect(lines.length, tab).toBeGreaterThan(3);
    // The table's last row is the file's.
    const name = await table(page).locator("tbody tr").last().locator("th").innerText();
    expect(lines.at(-1)[0], tab).toBe(name);
    expect(lines.every((line) => line.length === heads.length), tab).toBe(true);
    expect(lines.flatMap((line) => line.slice(1)).every((field) => field === "" || Number.isFinite(Number(field))), tab).toBe(true);

    const svg = (await saved(page, "SVG")).content.toString("utf8");
    expect(svg, tab).toMatch(/^<svg /);
    const isDrawing = await page.evaluate((svg) => {
      const read = new DOMParser().parseFromString(svg, "image/svg+xml");
      return !read.querySelector("parsererror") && read.querySelectorAll("text").length > 3;
    }, svg);
    expect(isDrawing, tab).toBe(true);

    const png = (await saved(page, "PNG")).content;
    const box = await page.locator(".chart canvas").boundingBox();
    expect(png.subarray(1, 4).toString(), tab).toBe("PNG");
    expect(Math.abs(png.readUInt32BE(16) - 2 * box.width), `${tab}: twice as wide as on the screen`).toBeLessThanOrEqual(2);
  }
  expect(pictures.size).toBe(tabs.length);
  expect(complaints).toEqual([]);
});

test("the figures of the file are those of the cards", async ({ page }) => {
  await arrive(page);
  const [heads, ...lines] = rows((await saved(page, "CSV")).content.toString("utf8").replace(/^\ufeff/, ""));
  const at = heads.indexOf("4% churn Median");
  expect(at).toBeGreaterThan(0);
  const median = Number(lines[60][at]);
  expect(median.toPrecision(3)).toBe((1.14e6).toPrecision(3));
  await expect(page.locator(".card").first()).toContainText("$1.14M");
});

test("any series, on a linear or a logarithmic axis, with single futures on demand", async ({ page }) => {
  await open(page);
  const series = page.getByLabel("Series");
  for (const name of ["ARR", "Customers", "Cash", "Cumulative revenue", "Net revenue retention", "Probability that cash has run out"]) {
    const before = await picture(page);
    await series.selectOption({ label: name });
    await expect.poll(() => picture(page), name).not.toBe(before);
    await settled(page);
  }
  await series.selectOption({ label: "MRR" });
  await settled(page);
  for (const name of ["Logarithmic", "Single futures"]) {
    const before = await picture(page);
    await page.getByLabel(name).check();
    await expect.poll(() => picture(page), name).not.toBe(before);
    await page.getByLabel(name).uncheck();
    await expect.poll(() => picture(page), name).toBe(before);
  }
});

test("tabs go by arrow keys, and every preset draws every chart", async ({ page }) => {
  const complaints = watch(page);
  await open(page);
  for (const name of ["Calm dunning", "Runway", "Retention is the new acquisition"]) {
    await preset(page, name);
    await page.getByRole("tab", { name: "Over time" }).focus();
    for (const tab of [...tabs.slice(1), ...asked, tabs[0]]) {
      await page.keyboard.press("ArrowRight");
      await expect(page.getByRole("tab", { name: tab })).toBeFocused();
      await settled(page, /futures/);
    }
  }
  expect(complaints).toEqual([]);
});
