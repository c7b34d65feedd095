// How fast the page answers. `npm run measure` prints these figures; none is judged.
import { test } from "./guard.js";
import { readFileSync } from "node:fs";
import { arrive, field, fragment, settled } from "./founder.js";
import { glueOf, heap, megabytes } from "./memory.js";

test("a moving slider: expected path in the same frame, a fan soon, no long task", async ({ page }) => {
  await arrive(page);
  const figures = await page.evaluate(async () => {
    const longTasks = [];
    new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: "longtask" });
    const slider = document.querySelector('[data-input="churn"] input[type=range]');
    // A step is a tenth of a percent.
    const stand = (churn) => { slider.value = String(1000 * churn); };
    const canvas = document.querySelector(".chart canvas");
    const frame = () => new Promise(requestAnimationFrame);
    const headline = () => document.querySelector(".cards").innerText;
    const handling = [], fans = [];
    let sameFrame = 0;
    const steps = 40;
    for (let step = 0; step < steps; step++) {
      await frame();
      const before = canvas.toDataURL();
      const start = performance.now();
      stand(0.02 + 0.002 * step);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      await frame();
      handling.push(performance.now() - start);
      if (canvas.toDataURL() !== before) sameFrame += 1;
      // Every fourth step the hand rests until the fan has come.
      if (step % 4 === 3) {
        const old = headline();
        const again = performance.now();
        stand(0.021 + 0.002 * step);
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        while (headline() === old && performance.now() - again < 2000) await frame();
        fans.push(performance.now() - again);
      }
    }
    await new Promise((done) => setTimeout(done, 1500)); // the full runs come in
    return { longTasks, handling, fans, sameFrame, steps };
  });
  const sorted = (times) => times.toSorted((a, b) => a - b);
  const say = (times) => `median ${sorted(times)[times.length >> 1].toFixed(1)} ms, greatest ${Math.max(...times).toFixed(1)} ms`;
  console.log(`input to next frame: ${say(figures.handling)}`);
  console.log(`input to the fan of 1,000 runs on screen: ${say(figures.fans)}`);
  console.log(`tasks over 50 ms: ${figures.longTasks.length} ${figures.longTasks.map(Math.round)}`);
  console.log(`expected path in the same frame: ${figures.sameFrame} of ${figures.steps} moves`);
});

test("any slider, with any chart open: what the main thread does meanwhile", async ({ page }) => {
  test.setTimeout(180_000);
  await arrive(page);
  for (const summary of await page.locator(".more > summary").all()) await summary.click();
  for (const tab of await page.getByRole("tab").all()) {
    await tab.click();
    await settled(page);
    const { sliders, moves, frames, longTasks } = await page.evaluate(async () => {
      const longTasks = [];
      const observer = new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((entry) => entry.duration)));
      observer.observe({ type: "longtask" });
      const sliders = [...document.querySelectorAll(".inputs input[type=range]")].filter((slider) => slider.checkVisibility());
      const frame = () => new Promise(requestAnimationFrame);
      const frames = [];
      const moves = 5;
      for (const slider of sliders) {
        const [start, step] = [Number(slider.value), Number(slider.max) / 50];
        for (let move = 1; move <= moves; move++) {
          await frame();
          const before = performance.now();
          slider.value = String(move === moves ? start : start + (start + moves * step > Number(slider.max) ? -1 : 1) * move * step);
          slider.dispatchEvent(new Event("input", { bubbles: true }));
          await frame();
          frames.push(performance.now() - before);
        }
        slider.dispatchEvent(new Event("change", { bubbles: true }));
      }
      observer.disconnect();
      return { sliders: sliders.length, moves, frames, longTasks };
    });
    const sorted = frames.toSorted((a, b) => a - b);
    console.log(`${await tab.innerText()}: ${sliders} sliders, ${moves} moves each; input to next frame: median ${sorted[sorted.length >> 1].toFixed(1)} ms, 99th percentile ${sorted[Math.floor(0.99 * sorted.length)].toFixed(1)} ms; tasks over 50 ms: ${longTasks.length} ${longTasks.map(Math.round)}`);
  }
});

/** When a visit had its first fan, in milliseconds since its navigation began. */
async function firstFan(page) {
  await page.goto("./");
  await page.waitForFunction(() => window.firstFan > 0);
  return page.evaluate(() => window.firstFan);
}

/** Has the page note the time itself: asking it costs time, too. */
const noteFirstFan = (page) => page.addInitScript(() => {
  const look = () => {
    if (document.querySelector(".card")) window.firstFan = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
});

/** Slows the page's main thread down, as on a cheap phone. Its workers stay as quick as they are. */
async function slowDown(page, rate) {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
  return session;
}

const list = (times) => times.map((time) => time.toFixed(0)).join(", ");

test("from navigation to the first fan, as it is and on a machine four times as slow", async ({ browser, baseURL }) => {
  test.setTimeout(180_000);
  for (const rate of [1, 4]) {
    const [cold, warm] = [[], []];
    for (let visitor = 0; visitor < 3; visitor++) {
      const context = await browser.newContext({ baseURL });
      const page = await context.newPage();
      await noteFirstFan(page);
      await slowDown(page, rate);
      cold.push(await firstFan(page));
      for (let visit = 0; visit < 3; visit++) warm.push(await firstFan(page));
      await context.close();
    }
    console.log(`navigation to first fan, CPU slowed ${rate} times: first visits ${list(cold)} ms; later visits ${list(warm)} ms`);
  }
});

test("dragging a slider on a machine four times as slow", async ({ page }) => {
  await arrive(page);
  await slowDown(page, 4);
  const { frames, handling } = await page.evaluate(async () => {
    const slider = document.querySelector('[data-input="churn"] input[type=range]');
    const frame = () => new Promise(requestAnimationFrame);
    const [frames, handling] = [[], []];
    let last = await frame();
    for (let step = 0; step < 120; step++) {
      const start = performance.now();
      slider.value = String(20 + (step % 60));
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      handling.push(performance.now() - start);
      const now = await frame();
      frames.push(now - last);
      last = now;
    }
    return { frames, handling };
  });
  const say = (times) => {
    const sorted = times.toSorted((a, b) => a - b);
    return `median ${sorted[times.length >> 1].toFixed(1)} ms, 95th percentile ${sorted[Math.floor(0.95 * times.length)].toFixed(1)} ms, greatest ${sorted.at(-1).toFixed(1)} ms`;
  };
  console.log(`from frame to frame, CPU slowed 4 times: ${say(frames)}`);
  console.log(`handling of an input event, CPU slowed 4 times: ${say(handling)}`);
});

test("what a thousand moves of a slider leave behind", async ({ page }) => {
  const workers = [];
  page.on("worker", (worker) => workers.push(worker));
  await arrive(page);
  const session = await page.context().newCDPSession(page);
  const glue = await glueOf(page);
  const held = async () => {
    const ofWorkers = await Promise.all(workers.map((worker) => megabytes(worker, glue)));
    return [await heap(session), await megabytes(page, glue), Math.max(...ofWorkers)].map((size) => size.toFixed(1));
  };
  const move = (times) => page.evaluate(async (times) => {
    const slider = document.querySelector('[data-input="churn"] input[type=range]');
    for (let move = 0; move < times; move++) {
      slider.value = String(20 + (move * 7) % 60);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise(requestAnimationFrame);
    }
    slider.dispatchEvent(new Event("change", { bubbles: true }));
  }, times);
  // The first moves fill what is kept for the next ones.
  await move(20);
  await settled(page);
  const before = await held();
  await move(1000);
  await settled(page);
  const after = await held();
  const said = ["JavaScript heap", "module of the page", "module of a worker"].map((what, at) => `${what} ${before[at]} to ${after[at]} MB`);
  console.log(`a thousand slider moves: ${said.join(", ")}`);
});

test("how long it takes to seek a goal", async ({ page }) => {
  await arrive(page);
  const goal = page.locator("details.figures", { has: page.locator("summary", { hasText: "Reach a goal" }) });
  await goal.locator("summary").click();
  const times = [];
  for (const month of ["36", "48", "60"]) {
    await field(goal, "By month").fill(month);
    await field(goal, "By month").blur();
    times.push(await page.evaluate(async () => {
      const start = performance.now();
      document.getElementById("goal-find").click();
      while (!document.querySelector(".said").textContent.includes("95% interval")) await new Promise((done) => setTimeout(done, 5));
      return Math.round(performance.now() - start);
    }));
  }
  console.log(`a goal by month 36, 48, 60: ${times.join(", ")} ms`);
});

test("one worker and two", async ({ browser, baseURL }) => {
  test.setTimeout(300_000);
  const everything = JSON.parse(readFileSync(new URL("../../benches/studies/everything-on.json", import.meta.url), "utf8"));
  const plain = { scenarios: [{ name: "A", trials_start: 2000, trials_step: 0, conversion: 0.1, price: 100, churn: 0.04 }] };
  const median = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];
  for (const [name, study] of [
    ["2,000 trials, 200,000 runs", { ...plain, runs: 200_000 }],
    ["everything on, 20,000 runs", { ...everything, runs: 20_000 }],
  ]) {
    const times = { 1: [], 2: [] };
    // In turn, so that a machine that slows down slows both.
    for (let round = 0; round < 3; round++) {
      for (const workers of [1, 2]) {
        const context = await browser.newContext({ baseURL });
        const page = await context.newPage();
        await page.addInitScript((count) => {
          Object.defineProperty(navigator, "hardwareConcurrency", { get: () => count });
          // When each number of futures was first shown.
          window.shown = {};
          const look = () => {
            const text = document.querySelector(".status .count")?.textContent;
            if (text) window.shown[text] ??= performance.now();
            requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        }, workers);
        await page.goto(fragment(study));
        const all = `${study.runs.toLocaleString("en")} futures`;
        await settled(page, all);
        // The page rests for 200 ms between the first 10,000 and all of them.
        times[workers].push(await page.evaluate((all) => window.shown[all] - window.shown["10,000 futures"] - 200, all));
        await context.close();
      }
    }
    const [one, two] = [median(times[1]), median(times[2])];
    console.log(`${name}, from the first 10,000 to all: one worker ${one.toFixed(0)} ms, two ${two.toFixed(0)} ms, ratio ${(one / two).toFixed(2)}`);
  }
});
