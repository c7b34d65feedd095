// The memory that a million futures take in a worker, and that views which come and go leave in the page. Figures are
// printed; the limits are judged.
import { test, expect } from "./guard.js";
import { fragment, leakyBucket, open, settled } from "./founder.js";
import { glueOf, heap, megabytes } from "./memory.js";

const MEGABYTES_MAX = 64;

test("a million runs of the leaky bucket show progress all the way, and leave a worker small", { tag: "@alone" }, async ({ page }) => {
  test.setTimeout(300_000);
  const workers = [];
  page.on("worker", (worker) => workers.push(worker));
  // One worker, because it then does all runs and needs the most memory.
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "hardwareConcurrency", { get: () => 1 });
  });
  // The smallest study: the memory of its worker is that of an idle one.
  await page.goto(fragment({ version: 4, runs: 2, horizon_months: 1, scenarios: [{ name: "A" }] }));
  await settled(page, "2 futures");
  const glue = await glueOf(page);
  expect(workers).toHaveLength(1);
  const idle = await megabytes(workers[0], glue);

  await page.addInitScript(() => {
    window.shares = [];
    const look = () => {
      const bar = document.querySelector("progress");
      if (bar && window.shares.at(-1) !== bar.value / bar.max) window.shares.push(bar.value / bar.max);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto("about:blank");
  const start = Date.now();
  await page.goto(fragment({ ...leakyBucket, runs: 1_000_000 }));
  await expect(page.locator(".status .count")).toHaveText("1,000,000 futures", { timeout: 200_000 });
  const seconds = (Date.now() - start) / 1000;
  expect(workers).toHaveLength(2);
  const million = await megabytes(workers[1], glue);

  // The jobs before it had progress of their own: the last climb counts.
  const shares = await page.evaluate(() => window.shares);
  const climb = shares.slice(shares.findLastIndex((share, at) => at === 0 || share < shares[at - 1]));
  const widest = Math.max(...climb.slice(1).map((share, at) => share - climb[at]));
  console.log(`a million runs in one worker: ${idle.toFixed(1)} MB idle, ${million.toFixed(1)} MB after, ${seconds.toFixed(1)} s`);
  console.log(`progress: ${climb.length} steps seen, from ${climb[0].toFixed(3)} to ${climb.at(-1).toFixed(3)}, the widest ${widest.toFixed(3)}`);
  expect(climb.length).toBeGreaterThan(20);
  expect(million - idle).toBeLessThanOrEqual(MEGABYTES_MAX);
});

test("views that come and go leave nothing behind", { tag: "@alone" }, async ({ page }) => {
  await open(page);
  const glue = await glueOf(page);
  const session = await page.context().newCDPSession(page);
  const click = async (selector, times) => {
    for (let done = 0; done < times; done += 50) {
      await page.evaluate(async (selector) => {
        for (let time = 0; time < 50; time++) {
          const all = document.querySelectorAll(selector);
          all[time % all.length].click();
          await new Promise(requestAnimationFrame);
        }
      }, selector);
      // What goes with the garbage of the script is none of a view's.
      await heap(session);
    }
    return megabytes(page, glue);
  };
  for (const [what, selector] of [["scenarios chosen, hidden or shown", "[data-tab] button"], ["charts chosen", "[role=tab]"]]) {
    // The first ones fill what is kept for the next.
    const before = await click(selector, 50);
    const after = await click(selector, 600);
    console.log(`600 ${what}: the page's module ${before.toFixed(2)} MB, after ${after.toFixed(2)} MB`);
    // Coarse, because a memory grows in steps.
    expect(after - before, what).toBeLessThan(1);
  }
});
