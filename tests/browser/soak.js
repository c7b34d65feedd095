// Uses the release in dist/ at random, by a seed, for some minutes: `node soak.js [minutes] [seed]`, or `cargo xtask soak`.
// It fails on a complaint in the console, a request to another host, a page that no longer answers or lacks its
// controls, and on memory that grows. The seed settles what is done, but not how far a simulation is by then.
import { chromium } from "@playwright/test";
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { fragment, watch } from "./founder.js";
import { glueOf, heap, megabytes } from "./memory.js";
import config from "./playwright.config.js";

const minutes = Number(process.argv[2] ?? 30);
const seed = Number(process.argv[3] ?? 1);
const address = `http://127.0.0.1:${process.env.TEST_PORT ?? 4173}/some/sub-path/`;
const program = new URL("serve.js", import.meta.url);
/** Between two looks at the memory. */
const STRETCH = 60_000;
/** A page is used for so many stretches before it is loaded anew: what leaks shows only in a long life. */
const LIFE = 10;
/**
 * What a page may hold at its last look, given its second: factors and room for what is measured coarsely. A worker has
 * a bound of its own, because it keeps for ever what its largest study took.
 */
const BOUNDS = { "heap MB": [1.3, 3], "page wasm MB": [1, 12], "worker wasm MB": [0, 256], nodes: [1.3, 1000], listeners: [1.3, 200] };

// ---- chance

/** SplitMix32. */
function dice(state) {
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
  };
}
const random = dice(seed);
const below = (end) => Math.floor(random() * end);
const one = (list) => list[below(list.length)];

// ---- what is typed and opened

const TEXTS = [
  "0", "1", "2.5", "5", "12", "36", "60", "99", "100", "1,000", "20000", "1e3", "0.001", "-1", "-", "", " ", "abc", "1e999",
  "NaN", "5%", "€49", "2027-03", "2026-13", "5 - 9", "999999999999999999999", "ééé", "<b>x</b>", "a".repeat(300), "\u202e123", "7;8",
];
const KEYS = [
  "Escape", "Escape", "Control+z", "Control+z", "Control+Shift+z", "Tab", "Shift+Tab", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown",
  "Enter", "Home", "End", "PageUp", "Delete", "?", "p", "1", "2", "3", "n", "d", "Alt+ArrowRight", "F2", "[", "]",
];
const scenario = (name, changes) => ({ name, ...changes });
const STUDIES = [
  { version: 4, scenarios: [scenario("One", { churn: 0.07 })] },
  { horizon_months: 240, runs: 3000, scenarios: [scenario("Long", { churn: { low: 0.01, high: 0.09 }, survival: "onboarding" })] },
  { horizon_months: 6, scenarios: Array.from({ length: 6 }, (_, at) => scenario(`S${at}`, { churn: 0.01 * (at + 1), price: 10 * (at + 1) })) },
  { version: 99, scenarios: [] },
  { scenarios: [{ churn: "much" }] },
  { scenarios: [{ churn: 7 }] },
  "no study",
];
/** What every look is taken at. */
const MEASURED = {
  title: "At rest", horizon_months: 48, runs: 2000,
  target: { measure: "arr", value: 1000000 },
  scenarios: [
    scenario("A", { churn: { low: 0.03, high: 0.05 }, failed_payment_rate: 0.02, survival: "onboarding", early_churn: 0.1, early_months: 3 }),
    scenario("B", { churn: 0.02, events: [{ input: "dunning_recovery", from_month: 6, ramp_months: 2, action: "set", value: 0.7 }] }),
  ],
};
const file = (study) => ({ name: "study.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(study)) });

// ---- hands

/** One visible control that a selector finds, in the topmost dialog or menu if there is one: its place and what it is. */
const find = (page, selector) => page.evaluate(([selector, share]) => {
  const top = [...document.querySelectorAll("dialog[open], :popover-open")].at(-1) ?? document;
  const all = [...top.querySelectorAll(selector)].filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled);
  const element = all[Math.floor(share * all.length)];
  if (!element) return null;
  element.scrollIntoView({ block: "center", behavior: "instant" });
  const box = element.getBoundingClientRect();
  const name = element.ariaLabel ?? element.closest("label")?.innerText ?? element.innerText ?? "";
  window.found = new WeakRef(element);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, width: box.width, height: box.height, name: `${element.localName} ${name}`.replace(/\s+/g, " ").slice(0, 60) };
}, [selector, random()]);

/** Every hand returns what it has done in words, or nothing where there was nothing to do. */
const hands = {
  async slide(page) {
    const found = await find(page, "input[type=range]");
    if (!found) return null;
    const shares = Array.from({ length: 1 + below(8) }, random);
    await page.evaluate(async (shares) => {
      const slider = window.found.deref();
      for (const share of slider?.isConnected ? shares : []) {
        const [min, max] = [Number(slider.min || 0), Number(slider.max || 100)];
        slider.value = String(min + share * (max - min));
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise(requestAnimationFrame);
      }
      slider?.dispatchEvent(new Event("change", { bubbles: true }));
    }, shares);
    return found.name;
  },
  async type(page) {
    const found = await find(page, "input:not([type=range], [type=checkbox], [type=radio], [type=file]), textarea");
    if (!found) return null;
    const text = one(TEXTS);
    await page.mouse.click(found.x, found.y);
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(text);
    await page.keyboard.press(one(["Enter", "Tab", "Escape"]));
    return `${found.name} ← ${JSON.stringify(text.slice(0, 30))}`;
  },
  async select(page) {
    const found = await find(page, "select");
    if (!found) return null;
    const chosen = await page.evaluate((share) => {
      const select = window.found.deref();
      // Made anew since it was found: nobody could have reached it.
      if (!select?.isConnected) return "gone";
      select.selectedIndex = Math.floor(share * select.options.length);
      for (const kind of ["input", "change"]) select.dispatchEvent(new Event(kind, { bubbles: true }));
      return select.value;
    }, random());
    return `${found.name.slice(0, 30)} ← ${chosen}`;
  },
  async press(page) {
    const found = await find(page, "button, [role=tab], summary, a[href], input[type=checkbox], input[type=radio]");
    if (found) await page.mouse.click(found.x, found.y);
    return found?.name;
  },
  async tab(page) {
    const found = await find(page, "[role=tab]");
    if (found) await page.mouse.click(found.x, found.y);
    return found?.name;
  },
  async fold(page) {
    const found = await find(page, "summary");
    if (found) await page.mouse.click(found.x, found.y);
    return found?.name;
  },
  async drag(page) {
    const found = await find(page, ".marker, .pointer-area, canvas, .tabs .tab");
    if (!found) return null;
    await page.mouse.move(found.x, found.y);
    await page.mouse.down();
    await page.mouse.move(found.x + (random() - 0.5) * 400, found.y + (random() - 0.5) * 100, { steps: 5 });
    await page.mouse.up();
    return found.name;
  },
  async key(page) {
    const key = one(KEYS);
    await page.keyboard.press(key);
    return key;
  },
  async undo(page) {
    const [times, key] = [1 + below(6), one(["Control+z", "Control+Shift+z"])];
    for (let time = 0; time < times; time++) await page.keyboard.press(key);
    return `${times} × ${key}`;
  },
  async link(page) {
    const study = one(STUDIES);
    await page.evaluate((hash) => { location.hash = hash; }, fragment(study).slice("./".length));
    return JSON.stringify(study).slice(0, 50);
  },
};
/** How often, of a hundred. */
const SHARES = { slide: 20, type: 16, select: 8, press: 26, tab: 7, fold: 5, drag: 6, key: 6, undo: 4, link: 2 };
const bag = Object.entries(SHARES).flatMap(([name, share]) => Array(share).fill(name));

// ---- looks

/** Ends whatever is open and opens the study that is measured, within the page. */
async function rest(page) {
  for (let press = 0; press < 4; press++) await page.keyboard.press("Escape");
  await page.evaluate(() => {
    document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
    document.querySelectorAll(":popover-open").forEach((menu) => menu.hidePopover());
    document.querySelectorAll("details[open] > summary").forEach((summary) => summary.click());
  });
  // The study first: without one that can be simulated there may be no chart to turn to.
  await page.evaluate((hash) => { location.hash = hash; }, fragment(MEASURED).slice("./".length));
  await page.locator("[role=tab]").first().click();
  await page.locator('.results[aria-busy="false"]').waitFor({ timeout: 60_000 });
  await page.locator(".status .count", { hasText: "2,000 futures" }).waitFor({ timeout: 60_000 });
  await page.mouse.move(1, 1);
  // Of what is folded away the browser keeps the last layout, and by that the elements that have been taken out of it
  // since. Without a page there is no layout.
  await page.evaluate(() => {
    document.body.style.display = "none";
    document.body.getBoundingClientRect();
    document.body.style.display = "";
  });
  await page.waitForTimeout(500);
  const there = await page.evaluate(() => ({
    tabs: document.querySelectorAll("[role=tab]").length,
    sliders: document.querySelectorAll(".inputs input[type=range]").length,
    charts: document.querySelectorAll(".chart canvas").length,
    scenarios: document.querySelectorAll(".card").length,
    title: document.querySelector("header input")?.value,
  }));
  const whole = there.tabs >= 6 && there.sliders > 20 && there.charts >= 1 && there.scenarios === 2 && there.title === "At rest";
  if (!whole) throw new Error(`The page lacks something: ${JSON.stringify(there)}.`);
}

async function look(page, session, workers) {
  await rest(page);
  const used = await heap(session);
  const { nodes, jsEventListeners } = await session.send("Memory.getDOMCounters");
  const glue = await glueOf(page);
  const ofWorkers = await Promise.all([...workers].map((worker) => megabytes(worker, glue).catch(() => 0)));
  return {
    "heap MB": used,
    "page wasm MB": await megabytes(page, glue),
    "worker wasm MB": Math.max(0, ...ofWorkers),
    workers: workers.size,
    nodes,
    listeners: jsEventListeners,
    "store kB": await page.evaluate(() => Object.entries(localStorage).flat().join("").length / 1000),
  };
}

const rounded = (row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, Number.isInteger(value) ? value : Number(value.toFixed(1))]));

// ---- the soak

const server = spawn(process.execPath, [fileURLToPath(program)], { stdio: "inherit" });
const browser = await chromium.launch(config.use.launchOptions);
const rows = [];
const latest = [];
let failure = null;
let actions = 0;
try {
  const context = await browser.newContext({ baseURL: address, acceptDownloads: true, permissions: ["clipboard-read", "clipboard-write"], viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  // Nobody is there to close the dialog, and until then the page is laid out for paper.
  await page.addInitScript(() => { window.print = () => {}; });
  const [complaints, workers, counts] = [watch(page), new Set(), {}];
  let crashed = false;
  page.on("crash", () => { crashed = true; });
  page.on("worker", (worker) => { workers.add(worker); worker.on("close", () => workers.delete(worker)); });
  page.on("dialog", (dialog) => dialog.dismiss().catch(() => {}));
  page.on("filechooser", (chooser) => chooser.setFiles(file(one(STUDIES))).catch(() => {}));
  page.on("download", (download) => { counts.downloads = (counts.downloads ?? 0) + 1; download.delete().catch(() => {}); });
  // What opens in a window of its own: it may be ours alone, and is closed.
  context.on("page", (other) => {
    if (other === page) return;
    other.waitForLoadState("commit").catch(() => {}).then(() => {
      if (!/^(about:|blob:)/.test(other.url()) && !other.url().startsWith(address)) complaints.push(`a window of ${other.url()}`);
      return other.close();
    });
  });
  const session = await context.newCDPSession(page);
  await session.send("HeapProfiler.enable");
  await page.goto(address, { timeout: 30_000 });
  await page.locator(".card").first().waitFor();

  const end = Date.now() + 60_000 * minutes;
  console.log(`Seed ${seed}, ${minutes} minutes.`);
  for (let stretch = 1; Date.now() < end; stretch++) {
    const pause = Math.min(end, Date.now() + STRETCH);
    while (Date.now() < pause) {
      const kind = one(bag);
      // A renderer that hangs hangs every call to it.
      const limit = new Promise((_, refuse) => setTimeout(refuse, 45_000, new Error("The page does not answer.")).unref());
      latest.push(`${kind}: …`);
      const done = await Promise.race([hands[kind](page), limit]);
      latest[latest.length - 1] = `${kind}: ${done ?? "nothing there"}`;
      if (latest.length > 25) latest.shift();
      if (done) counts[kind] = (counts[kind] ?? 0) + 1;
      actions += 1;
      if (!page.url().split("#")[0].replace(/index\.html$/, "").endsWith("/some/sub-path/")) {
        await page.goBack();
        await page.locator(".card").first().waitFor();
      }
      await page.waitForTimeout(below(150));
      if (crashed) throw new Error("The page crashed.");
      // A busy machine is late to everything.
      const others = complaints.filter((text) => !text.includes("preloaded using link preload but not used"));
      if (others.length > 0) throw new Error(`It complains: ${others.join("\n")}`);
    }
    latest.push("look");
    rows.push({ life: Math.ceil(stretch / LIFE), minute: stretch, actions, ...rounded(await look(page, session, workers)) });
    console.log(JSON.stringify(rows.at(-1)));
    if (stretch % LIFE === 0) {
      latest.push("reload");
      await page.reload();
      await page.locator(".card").first().waitFor();
    }
  }
  console.log(`What was done: ${JSON.stringify(counts)}`);
  // The first look of a life is at a page that has done little; what it keeps for ever comes with the second.
  for (const [first, last] of lives()) {
    for (const [what, [factor, room]] of Object.entries(BOUNDS)) {
      const most = first[what] * factor + room;
      if (last[what] > most) throw new Error(`${what} grew from ${first[what]} in minute ${first.minute} to ${last[what]} in minute ${last.minute}: more than ${most.toFixed(1)}.`);
    }
  }
} catch (error) {
  failure = error;
  // What it looks like then, where it can still be seen.
  await browser.contexts()[0]?.pages()[0]?.screenshot({ path: "test-results/soak.png", timeout: 5_000 }).catch(() => {});
} finally {
  console.table(rows);
  await browser.close();
  server.kill();
}

/** The second look at every page that was used for long enough, and the last. */
function lives() {
  const all = [...new Set(rows.map(({ life }) => life))].map((life) => rows.filter((row) => row.life === life));
  return all.filter((looks) => looks.length > 2).map((looks) => [looks[1], looks.at(-1)]);
}

if (failure) {
  console.error(`\nAfter ${actions} actions: ${failure.message}\n\nThe last of them:\n${latest.join("\n")}`);
  process.exit(1);
}
console.log(`\n${actions} actions, no complaint, memory steady.`);
