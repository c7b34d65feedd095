// A study has the same figures with any number of workers, after runs that were stopped or failed, and without a browser.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "./guard.js";
import { arrive, fragment, leakyBucket, settled, type } from "./founder.js";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
/** The engine without a browser, as `cargo build --bin simulate` makes it. */
const SIMULATE = process.env.SIMULATE ?? path("../../target/debug/simulate");
const everything = JSON.parse(readFileSync(path("../../benches/studies/everything-on.json"), "utf8"));
const WORKERS = [1, 2, 8];
/** Series of the chart over time, and their names in what the engine prints. */
const SERIES = { MRR: "mrr", Customers: "customers", "Cumulative revenue": "cumulative_revenue" };
const COLUMNS = { Expected: "expected", "5%": "p05", "25%": "p25", Median: "p50", "75%": "p75", "95%": "p95" };

/** The CSV file of the open chart, once all futures are in it. */
async function csv(page) {
  let text;
  await expect.poll(async () => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("group", { name: "Save" }).getByRole("button", { name: "CSV", exact: true }).click(),
    ]);
    text = readFileSync(await download.path(), "utf8").replace("\ufeff", "");
    return text.split("\r\n")[0];
  }).toContain("Median");
  await settled(page);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("group", { name: "Save" }).getByRole("button", { name: "CSV", exact: true }).click(),
  ]);
  return readFileSync(await download.path(), "utf8").replace("\ufeff", "");
}

/** The CSV files of a study that this many workers simulate, by series, and that of the chart of differences. */
async function filesOf(browser, baseURL, study, workers) {
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  await page.addInitScript((count) => {
    Object.defineProperty(navigator, "hardwareConcurrency", { get: () => count });
  }, workers);
  await page.goto(fragment(study));
  await settled(page, `${study.runs.toLocaleString("en")} futures`);
  expect(page.workers()).toHaveLength(workers);
  const files = {};
  for (const series of Object.keys(SERIES)) {
    await page.getByRole("combobox", { name: "Series", exact: true }).selectOption(series);
    files[series] = await csv(page);
  }
  if (study.scenarios.length > 1) {
    await page.getByRole("tab", { name: "Difference" }).click();
    files.Difference = await csv(page);
  }
  await context.close();
  return files;
}

/** The numbers of the page's files, as they are written, by scenario, series, month and column in the engine's words. */
function numbersOfPage(files) {
  const numbers = {};
  for (const [series, name] of Object.entries(SERIES)) {
    const [heads, ...lines] = files[series].trim().split("\r\n").map((line) => line.split(","));
    for (const [month, ...values] of lines) {
      values.forEach((value, at) => {
        const column = Object.keys(COLUMNS).find((column) => heads[at + 1].endsWith(` ${column}`));
        const scenario = heads[at + 1].slice(0, -column.length - 1);
        numbers[[scenario, name, month, COLUMNS[column]]] = value;
      });
    }
  }
  return numbers;
}

/** The same numbers as the engine prints them without a browser. */
function numbersOfEngine(...words) {
  const text = execFileSync(SIMULATE, [...words, "--format", "csv"], { encoding: "utf8", maxBuffer: 1 << 28 });
  const [heads, ...lines] = text.trim().split("\n").map((line) => line.split(","));
  const numbers = {};
  for (const [scenario, series, month, ...values] of lines) {
    if (!Object.values(SERIES).includes(series)) continue;
    values.forEach((value, at) => {
      const column = heads[at + 3];
      // The page shows no means, and writes negative zero without its sign.
      if (Object.values(COLUMNS).includes(column)) numbers[[scenario, series, month, column]] = value.replace(/^-0$/, "0");
    });
  }
  return numbers;
}

const other = { ...everything.scenarios[0], name: "Loyal and fickle", survival: "shifted_beta_geometric" };
const STUDIES = {
  // The preset itself, so that the tests' own copy of it is compared, too.
  "the leaky bucket": [{ ...leakyBucket, runs: 10_000 }, () => ["--preset", "leaky-bucket"]],
  "everything on, in two scenarios": [{ ...everything, runs: 400, scenarios: [everything.scenarios[0], other] }],
  "more futures than are kept one by one": [{ ...leakyBucket, runs: 20_000 }],
};
for (const [name, [study, words]] of Object.entries(STUDIES)) {
  test(`${name}: the same with ${WORKERS.join(", ")} workers, and as the engine has it without a browser`, async ({ browser, baseURL }, info) => {
    const file = info.outputPath("study.json");
    writeFileSync(file, JSON.stringify(study));
    const engine = numbersOfEngine(...(words?.() ?? [file]));
    const files = await filesOf(browser, baseURL, study, WORKERS[0]);
    const page = numbersOfPage(files);
    expect(Object.keys(page)).toHaveLength(study.scenarios.length * Object.keys(SERIES).length * (60 + 1) * Object.keys(COLUMNS).length);
    expect(page).toEqual(engine);
    for (const workers of WORKERS.slice(1)) expect(await filesOf(browser, baseURL, study, workers), `${workers} workers`).toEqual(files);
  });
}

test("a run that is stopped, replaced by another, or loses its workers leaves no trace in the next", async ({ page }) => {
  await arrive(page);
  const before = await csv(page);
  await page.getByText("Study settings").click();
  const stop = page.getByRole("button", { name: "Stop" });
  const rest = page.getByRole("button", { name: "Simulate the rest" });
  const begin = async () => {
    await type(page, "Simulated futures", "1000000");
    await expect(stop).toBeVisible();
    await expect(page.locator("progress")).toBeVisible();
  };
  const again = async () => {
    await type(page, "Simulated futures", "10000");
    await settled(page, "10,000 futures");
    expect(await csv(page)).toBe(before);
  };
  // Stopped at once; what was simulated before stays, and the rest can be asked for.
  await begin();
  await stop.click();
  await expect(page.locator("progress")).toHaveCount(0);
  await settled(page);
  await rest.click();
  await expect(stop).toBeVisible();
  // A newer run takes its place.
  await again();
  await begin();
  await stop.click();
  await expect(rest).toBeVisible();
  await again();
  // Its workers end, of which the browser tells the page nothing.
  await begin();
  await Promise.all(page.workers().map((worker) => worker.evaluate(() => { setTimeout(() => self.close(), 0); })));
  await stop.click();
  await again();
});
