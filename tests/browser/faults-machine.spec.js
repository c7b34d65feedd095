// Bad luck with the machine: workers that end, a start that fails, memory that runs out. Each ends in a clear message,
// and no study is lost.
import { test, expect } from "./guard.js";
import { readFileSync } from "node:fs";
import { field, fragment, open, picture, settled, title, type, watch } from "./founder.js";

const notice = (page) => page.locator("#notice");
const churn = (page) => field(page, "Monthly churn");
const module = (url) => /_bg\.wasm$/.test(url.pathname);
const kept = (page) => page.evaluate(() => Object.entries(localStorage).filter(([key]) => key.startsWith("holdfast.study.")));

test.describe("workers", () => {
  /** Ends those that are there, from within, which no event tells the page. */
  const kill = async (page, which = () => true) => {
    const workers = page.workers().filter((_, at) => which(at));
    await Promise.all(workers.map((worker) => worker.evaluate(() => { setTimeout(() => self.close(), 0); })));
    return workers.length;
  };
  const long = async (page) => {
    await page.getByText("Study settings").click();
    await type(page, "Simulated futures", "1000000");
    await expect(page.getByRole("button", { name: "Stop" })).toBeVisible();
  };
  const isTold = (page) => notice(page).getByText("The simulation stopped: a worker").isVisible();
  /**
   * Advances the page's clock by this many seconds, one every 50 ms, and stops early once the page tells that a worker is
   * gone. Workers go by the real clock: a live one replies several times in 50 ms.
   */
  const pass = async (page, seconds) => {
    for (let second = 0; second < seconds && !(await isTold(page)); second++) {
      await page.clock.runFor(1000);
      await page.waitForTimeout(50);
    }
  };
  // Before the page starts, because it then starts the timer that counts the seconds.
  test.beforeEach(({ page }) => page.clock.install());

  for (const [name, which] of [["one", (at) => at === 0], ["all", () => true]]) {
    test(`${name} ended in mid-run: told within half a minute, and the run goes on when asked`, async ({ page }) => {
      await open(page);
      await long(page);
      if (name === "one") {
        // A worker that is at work is not taken for one that is gone.
        await pass(page, 30);
        expect(await isTold(page)).toBe(false);
        await expect(page.getByRole("button", { name: "Stop" })).toBeVisible();
      }
      expect(await kill(page, which)).toBeGreaterThan(0);
      await pass(page, 30);
      await expect(notice(page)).toContainText("The simulation stopped: a worker");
      await expect(churn(page)).toHaveValue("4");
      await type(page, "Simulated futures", "20000");
      await settled(page, "20,000 futures");
    });
  }

  test("all ended while idle: the next change is told, and the one after that is simulated", async ({ page }) => {
    await open(page);
    await kill(page);
    await type(page, "Monthly churn", "6");
    await pass(page, 60);
    await expect(notice(page)).toContainText("The simulation stopped: a worker");
    await page.getByRole("button", { name: "Simulate the rest" }).click();
    await settled(page);
  });

  test("that cannot be started are told, and the study is kept", async ({ page }) => {
    await page.route(/worker\.js/, (route) => route.abort());
    await page.goto("./");
    await expect(notice(page)).toContainText("The simulation stopped: a worker");
    await type(page, "Monthly churn", "6");
    await page.unroute(/worker\.js/);
    await type(page, "Monthly churn", "7");
    await settled(page);
    await page.reload();
    await expect(churn(page)).toHaveValue("7");
  });

  test("ended while the advice is open: told, and both futures and advice go on", async ({ page }) => {
    await open(page);
    const count = page.workers().length;
    const chart = page.locator(".chart");
    await page.getByRole("tab", { name: "What matters" }).click();
    await expect(chart).toHaveAttribute("aria-busy", "false", { timeout: 30_000 });
    expect(page.workers(), "jobs and questions share the workers").toHaveLength(count);
    await kill(page);
    await type(page, "Monthly churn", "6");
    await pass(page, 200);
    await expect(notice(page)).toContainText("The simulation stopped: a worker");
    const before = await picture(page);
    await type(page, "Monthly churn", "7");
    await settled(page);
    await expect.poll(() => picture(page), { timeout: 30_000 }).not.toBe(before);
    await expect(chart).toHaveAttribute("aria-busy", "false");
  });

  test("ended while only the advice needs them: told, and what is asked next is answered", async ({ page }) => {
    await open(page);
    const chart = page.locator(".chart");
    await page.getByRole("tab", { name: "What matters" }).click();
    await expect(chart).toHaveAttribute("aria-busy", "false", { timeout: 30_000 });
    await kill(page);
    const series = page.getByRole("combobox", { name: "Series", exact: true });
    await series.selectOption({ index: 0 });
    await expect(chart).toHaveAttribute("aria-busy", "true");
    await pass(page, 200);
    await expect(notice(page)).toContainText("The simulation stopped: a worker");
    const before = await picture(page);
    await series.selectOption({ index: 3 });
    await expect.poll(() => picture(page), { timeout: 30_000 }).not.toBe(before);
    await expect(chart).toHaveAttribute("aria-busy", "false");
  });
});

test.describe("a start that fails is told", () => {
  // Its copy would start in the place of what is spoilt.
  test.beforeEach(({ context }) => context.addInitScript(() => { delete Navigator.prototype.serviceWorker; }));
  const starts = {
    "WebAssembly is missing": ["unsupported", (page) => page.addInitScript(() => { delete globalThis.WebAssembly; })],
    "there are no vectors": ["unsupported", (page) => page.addInitScript(() => { WebAssembly.Module = class { constructor() { throw new WebAssembly.CompileError("no SIMD"); } }; })],
    "there is no light-dark()": ["unsupported", (page) => page.addInitScript(() => { CSS.supports = () => false; })],
    "there are no popovers": ["unsupported", (page) => page.addInitScript(() => { delete HTMLElement.prototype.popover; })],
    "there are no modules": ["unsupported", async (page) => {
      await page.addInitScript(() => { delete HTMLScriptElement.prototype.noModule; });
      await page.route("./", async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: (await response.text()).replace('type="module"', 'type="unknown"') });
      });
    }],
    "boot.js cannot be read": ["unsupported", (page) => page.route(/boot\.js/, (route) => route.fulfill({ contentType: "text/javascript", body: "let let = ?;" }))],
    "the policy forbids WebAssembly": ["unsupported", (page) => page.route("./", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace(" 'wasm-unsafe-eval'", "") });
    })],
    "boot.js does not come": ["unloaded", (page) => page.route(/boot\.js/, (route) => route.abort())],
    "the glue does not come": ["unloaded", (page) => page.route(/holdfast\.js/, (route) => route.abort())],
    "the module does not come": ["unloaded", (page) => page.route(module, (route) => route.abort())],
    "the module is not found": ["unloaded", (page) => page.route(module, (route) => route.fulfill({ status: 404, body: "Not found." }))],
    "the module is cut off": ["unloaded", (page) => page.route(module, async (route) => {
      const response = await route.fetch();
      const body = await response.body();
      await route.fulfill({ status: 200, contentType: "application/wasm", body: body.subarray(0, body.length >> 1) });
    })],
    "the words are not found": ["unloaded", (page) => page.route(/en\.json/, (route) => route.fulfill({ status: 404, body: "Not found." }))],
    "the words do not come": ["unloaded", (page) => page.route(/en\.json/, (route) => route.abort())],
  };
  for (const [name, [id, spoil]] of Object.entries(starts)) {
    const annotation = name.startsWith("the policy") ? [{ type: "breaks the policy" }] : [];
    test(name, { annotation }, async ({ page, context }) => {
      await open(page);
      await type(page, "Monthly churn", "6");
      const before = await kept(page);
      const bad = await context.newPage();
      await spoil(bad);
      await bad.goto(fragment({ version: 4, title: "Mine", scenarios: [{ name: "A", churn: 0.06 }] }));
      await expect(bad.locator(`#${id}`)).toBeVisible();
      await expect(bad.locator(".unsupported:visible")).toHaveCount(1);
      await expect(bad.locator("main")).toHaveCount(0);
      expect(await kept(page)).toEqual(before);
      if (id === "unsupported") return;
      await bad.unrouteAll();
      await bad.getByRole("button", { name: "Try again" }).click();
      await expect(title(bad), "the link is still there").toHaveValue("Mine");
      await settled(bad);
    });
  }

  test("scripts are switched off", async ({ browser, baseURL }) => {
    const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto("./");
    await expect(page.locator("noscript p")).toContainText("needs JavaScript");
    await context.close();
  });
});

test.describe("memory", () => {
  const everything = JSON.parse(readFileSync(new URL("../../benches/studies/everything-on.json", import.meta.url), "utf8"));
  /** As large as a study may be. */
  const absurd = (runs) => {
    const [one] = everything.scenarios;
    const event = (at) => ({ input: ["churn", "price", "expansion"][at % 3], from_month: 1 + (at * 7) % 240, ramp_months: at % 12, action: "multiply", value: at % 2 ? 1.01 : 0.99 });
    const plan = (at) => ({ name: `Plan ${at}`, share: 1 / 6, price: 40 + 20 * at, churn: { low: 0.01, high: 0.02 + at / 200 } });
    const scenario = (at) => ({
      ...one, name: `Scenario ${at}`, survival: "table", retention: Array.from({ length: 24 }, (_, month) => 0.8 + month / 150),
      plans: Array.from({ length: 6 }, (_, at) => plan(at)), events: Array.from({ length: 100 }, (_, at) => event(at)),
    });
    return { ...everything, version: 4, title: "Absurd", horizon_months: 240, runs, scenarios: Array.from({ length: 8 }, (_, at) => scenario(at)) };
  };
  /** The module with an end to its memory: so many pages of 64 KiB beyond those that it begins with. */
  const limited = (wasm, more) => {
    const written = (value) => value < 128 ? [value] : [(value & 127) | 128, ...written(value >> 7)];
    let at = 8;
    const read = () => {
      let [value, shift, byte] = [0, 0, 128];
      for (; byte & 128; shift += 7) value |= ((byte = wasm[at++]) & 127) << shift;
      return value;
    };
    for (;;) {
      const [start, section] = [at, wasm[at++]];
      const end = read() + at;
      if (section === 5) {
        at += 2;
        const least = read();
        const memory = [1, 1, ...written(least), ...written(least + more)];
        return Buffer.concat([wasm.subarray(0, start), Buffer.from([5, memory.length, ...memory]), wasm.subarray(end)]);
      }
      at = end;
    }
  };
  const limit = (page, more) => page.route(module, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ status: 200, contentType: "application/wasm", body: limited(await response.body(), more) });
  });

  test("enough for an absurd study: every tab answers, and the study is kept", async ({ page }) => {
    test.setTimeout(600_000);
    const complaints = watch(page);
    await page.goto(fragment(absurd(1_000_000)));
    await expect(title(page)).toHaveValue("Absurd");
    await expect(page.locator(".status .count")).toContainText("futures", { timeout: 240_000 });
    for (const tab of await page.getByRole("tab").all()) {
      const start = Date.now();
      await tab.click();
      await expect(tab).toHaveAttribute("aria-selected", "true");
      await expect(page.getByRole("img")).toHaveAccessibleName(new RegExp(await tab.textContent()));
      console.log(`${await tab.textContent()}: ${Date.now() - start} ms`);
    }
    await type(page, "Expansion, high end", "2");
    await expect(page.locator("#broken")).toBeHidden();
    await page.reload();
    await expect(field(page, "Expansion, high end")).toHaveValue("2");
    expect(complaints).toEqual([]);
  });

  // How little is too little was found by trying: what a worker gathers of ten thousand futures is most of it.
  const many = (runs) => ({
    version: 4, title: "Many", runs, horizon_months: 240,
    scenarios: Array.from({ length: 8 }, (_, at) => ({ name: `${at}`, churn: { low: 0.02, high: 0.03 + at / 100 } })),
  });

  test("that ends in a worker: told, the page lives, and fewer futures are simulated", async ({ page }) => {
    test.setTimeout(180_000);
    await limit(page, 1000);
    await page.goto(fragment(many(1_000_000)));
    await expect(notice(page)).toContainText("perhaps for lack of memory", { timeout: 100_000 });
    await expect(title(page)).toHaveValue("Many");
    await expect(page.locator("#broken")).toBeHidden();
    await page.getByText("Study settings").click();
    await type(page, "Simulated futures", "1000");
    await settled(page, "1,000 futures");
  });

  test("that ends on the page: told at once, nothing more can be typed, and after a reload the study is there", async ({ page }) => {
    await limit(page, 170);
    await page.goto(fragment({ version: 4, title: "Small", runs: 500, horizon_months: 12, scenarios: [{ name: "A", churn: 0.04 }] }));
    await settled(page, "500 futures");
    await type(page, "Monthly churn", "6");
    // A page that never stops asking for memory: every study that is opened is a step to undo.
    const event = (at) => ({ input: "churn", from_month: 1 + at % 12, action: "multiply", value: 1 + at / 1000 });
    const scenario = (at) => ({ name: `Scenario ${at}`.padEnd(120, "."), churn: 0.05, events: Array.from({ length: 100 }, (_, at) => event(at)) });
    const large = { version: 4, runs: 1, horizon_months: 12, scenarios: Array.from({ length: 8 }, (_, at) => scenario(at)) };
    const openFiles = async () => {
      for (let at = 0; at < 150; at++) {
        if (await page.locator("#broken").isVisible()) return at;
        await page.evaluate((text) => {
          const data = new DataTransfer();
          data.items.add(new File([text], "study.json", { type: "application/json" }));
          document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }, JSON.stringify({ ...large, title: `Number ${at}` }));
        await page.waitForTimeout(20);
      }
      return "never";
    };
    console.log("opened before memory ended:", await openFiles());
    await expect(page.getByRole("alert")).toContainText("Your study is kept");
    await expect(page.locator("main")).toHaveAttribute("inert", "");
    await page.unrouteAll();
    await page.getByRole("button", { name: "Reload" }).click();
    await expect(title(page)).toHaveValue(/^Number/);
    await expect(page.locator("#broken")).toBeHidden();
    const kept = await page.evaluate(() => Object.values(localStorage).join());
    expect(kept, "the study of before, too").toContain('"churn":0.06');
  });
});
