// What a million futures cost a worker in memory, and what views that come and go leave in the page's. Figures are
// printed; the limits are judged.
import { test, expect } from "./guard.js";
import { open } from "./founder.js";
import { glueOf, heap, megabytes } from "./memory.js";

const MEGABYTES_MAX = 64;
const RUNS = 1_000_000;
const LANES = 128;

test("a worker that does nothing but a million runs of the leaky bucket stays small", async ({ page }) => {
  test.setTimeout(300_000);
  // What the page itself asks its workers of the leaky bucket.
  await page.addInitScript(() => {
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message, ...rest) {
      if (message[1] === "start") window.start = message;
      return post.call(this, message, ...rest);
    };
  });
  await open(page);
  const glue = await glueOf(page);
  const module = new URL("holdfast_bg.wasm", glue).href;
  const started = page.waitForEvent("worker");
  await page.evaluate(async ([glue, module]) => {
    const worker = new Worker(document.getElementById("worker-script").href, { type: "module" });
    window.say = (...message) => new Promise((hear) => {
      worker.onmessage = ({ data }) => hear(data);
      worker.postMessage(message.length > 1 ? message : message[0]);
    });
    await window.say({ glue, module: await WebAssembly.compileStreaming(fetch(module)) });
  }, [glue, module]);
  const worker = await started;
  const idle = await megabytes(worker, glue);
  const answers = await page.evaluate(async ([runs, blocks]) => {
    const study = JSON.stringify({ ...JSON.parse(window.start[2]), runs });
    // A start has no answer of its own: the first batch's is the first.
    await Promise.race([window.say(1, "start", study, window.start[3]), new Promise((go) => setTimeout(go, 100))]);
    for (let block = 0; block < blocks; block += 16) {
      const [, kind] = await window.say(1, "batch", block, Math.min(16, blocks - block));
      if (kind !== "simulated") throw new Error(kind);
    }
    const [, collected, part] = await window.say(1, "collect");
    const [, finished] = await window.say(1, "finish", [part]);
    return [collected, finished];
  }, [RUNS, Math.ceil(RUNS / LANES)]);
  expect(answers).toEqual(["collected", "finished"]);
  const after = await megabytes(worker, glue);
  console.log(`a million runs alone: ${idle.toFixed(1)} MB idle, ${after.toFixed(1)} MB after`);
  expect(after - idle).toBeLessThanOrEqual(MEGABYTES_MAX);
});

for (const count of [1, 2]) {
  test(`the page with ${count} at work: progress all the way, and a million runs add little`, async ({ page }) => {
    test.setTimeout(300_000);
    const workers = [];
    page.on("worker", (worker) => workers.push(worker));
    await page.addInitScript((count) => {
      Object.defineProperty(navigator, "hardwareConcurrency", { get: () => count });
    }, count);
    await open(page);
    const glue = await glueOf(page);
    const greatest = async () => Math.max(...(await Promise.all(workers.map((worker) => megabytes(worker, glue)))));
    expect(workers.length).toBe(count);
    const thousands = await greatest();

    await page.getByText("Study settings").click();
    await page.evaluate(() => {
      window.shares = [];
      const look = () => {
        const bar = document.querySelector("progress");
        if (bar && window.shares.at(-1) !== bar.value / bar.max) window.shares.push(bar.value / bar.max);
        requestAnimationFrame(look);
      };
      look();
    });
    const start = Date.now();
    await page.getByRole("textbox", { name: "Simulated futures" }).fill(`${RUNS}`);
    await expect(page.locator(".status .count")).toHaveText("1,000,000 futures", { timeout: 200_000 });
    const seconds = (Date.now() - start) / 1000;
    const million = await greatest();

    // The jobs before it had progress of their own: the last climb counts.
    const shares = await page.evaluate(() => window.shares);
    const climb = shares.slice(shares.findLastIndex((share, at) => at === 0 || share < shares[at - 1]));
    const widest = Math.max(...climb.slice(1).map((share, at) => share - climb[at]));
    console.log(`${count} at work: after 10,000 runs ${thousands.toFixed(1)} MB, after a million more ${million.toFixed(1)} MB, ${seconds.toFixed(1)} s`);
    console.log(`progress: ${climb.length} steps seen, from ${climb[0].toFixed(3)} to ${climb.at(-1).toFixed(3)}, the widest ${widest.toFixed(3)}`);
    expect(climb.length).toBeGreaterThan(20);
    expect(million - thousands).toBeLessThanOrEqual(MEGABYTES_MAX);
  });
}

test("views that come and go leave nothing behind", async ({ page }) => {
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
