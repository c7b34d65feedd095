// Web workers: the suite that every transport passes, and their speed. Runs the build that has the suite inside.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test, expect } from "./guard.js";

async function glue(page) {
  await page.goto("/suite/");
  await page.locator(".card").first().waitFor();
  const address = await page.evaluate(() => {
    const boot = new URL(document.querySelector("script[type=module]").src);
    return new URL(boot.searchParams.get("js"), boot).href;
  });
  return (call, ...values) => page.evaluate(async ([address, call, values]) => (await import(address))[call](...values), [address, call, values]);
}

for (const workers of [1, 2, 7]) {
  test(`${workers} workers keep every promise and reproduce the native bits`, async ({ page }) => {
    const call = await glue(page);
    expect(await call("check_pool", workers)).toBe(true);
  });
}

test("decimals are read as they are without a browser", async ({ page }) => {
  const call = await glue(page);
  const rows = JSON.parse(readFileSync(fileURLToPath(new URL("../decimals.json", import.meta.url)), "utf8"));
  for (const [text, number] of [...rows, ["1e999", Infinity], ["-0", -0]]) {
    expect((await call("decimal", text)) ?? null, JSON.stringify(text)).toBe(number);
  }
});

test("speed of one worker and of two (printed, not judged)", async ({ page }) => {
  test.setTimeout(240_000);
  const call = await glue(page);
  const everything = readFileSync(fileURLToPath(new URL("../../benches/studies/everything-on.json", import.meta.url)), "utf8");
  const study = (inputs, more) => JSON.stringify({
    scenarios: [{ name: "A", trials_start: 2000, trials_step: 0, conversion: 0.1, price: 100, churn: 0.04, ...inputs }], ...more,
  });
  const median = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];
  const cases = [
    ["2,000 trials, 10,000 runs", study({}), 7],
    ["the same, 200,000 runs", study({}, { runs: 200_000 }), 2],
    ["everything on, 20,000 runs", JSON.stringify({ ...JSON.parse(everything), runs: 20_000 }), 2],
  ];
  for (const [name, text, repeats] of cases) {
    const digests = new Set();
    const times = {};
    // In turn, so that a machine that slows down slows both.
    for (let round = 0; round < 3; round++) {
      for (const workers of [1, 2]) {
        const result = await call("time_job", text, workers, repeats);
        digests.add(result.pop());
        for (const kind of [0, 1]) (times[`${workers} ${kind}`] ??= []).push(...result.filter((_, at) => at % 2 === kind));
      }
    }
    expect(digests.size).toBe(1);
    for (const [kind, what] of ["simulated", "summed up as well"].entries()) {
      const [one, two] = [median(times[`1 ${kind}`]), median(times[`2 ${kind}`])];
      console.log(`${name}, ${what}: one worker ${one.toFixed(1)} ms, two ${two.toFixed(1)} ms, ratio ${(one / two).toFixed(2)}`);
    }
  }
});
