// On a train: the page without a network, and the way from one build to the next.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./guard.js";
import { card, field, open, settled, type, watch } from "./founder.js";
import { bare, host, root, shipped } from "./serve.js";

const DIST = join(root, "dist");
/** Of this worker: another one may be at these tests as well. */
const NEXT = join(root, "target", `dist-next-${process.env.TEST_PARALLEL_INDEX}`);
const NEXT_FOOTER = "The next build.";

let server;

test.beforeEach(({ page }) => page.clock.install());

test.beforeAll(() => {
  execFileSync("cargo", ["xtask", "next", NEXT], { cwd: root });
});

test.afterEach(() => stop());

/** A release as a site, with headers or without, as the project has it. */
const site = (folder) => (test.info().project.name === "bare" ? bare(folder) : shipped(folder));

/** Starts a host of these sites. Returns its address. */
async function start(sites) {
  server = await host(sites);
  return `http://127.0.0.1:${server.address().port}`;
}

/** The host is gone. */
async function stop() {
  server?.closeAllConnections();
  await new Promise((done) => (server ? server.close(done) : done()));
  server = undefined;
}

/** By the page's clock, time enough for all that it does some seconds after its start. */
const later = (page) => page.clock.runFor(3000);

/** Waits until the page is kept, and its own worker answers for it. */
async function kept(page) {
  await later(page);
  await page.waitForFunction(() => {
    const { controller } = navigator.serviceWorker;
    return controller?.state === "activated" && controller.scriptURL === new URL("sw.js", location.href).href;
  });
}

/** What the browser keeps: the names of all copies. */
const copies = (page) => page.evaluate(() => caches.keys());

/** The build that the worker of a folder knows. */
async function buildOf(page, address) {
  const text = await (await page.request.get(`${address}sw.js`)).text();
  return text.match(/const build = "([0-9a-f]{16})"/)[1];
}

const footer = (page) => page.locator("footer");
const news = (page) => page.locator(".notice");

/** Loads the page again, and looks for a newer build as if an hour had passed. */
async function comeBack(page) {
  await page.reload();
  await settled(page);
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const newer = await registration.update().catch(() => registration);
    const worker = newer.installing;
    // The page looks as well, and may have been the first.
    if (!worker) return newer.waiting?.state ?? "none";
    return new Promise((done) => worker.addEventListener("statechange", () => done(worker.state)));
  });
}

for (const path of ["/", "/some/sub-path/"]) {
  test(`after one visit to ${path} all of it works without a network`, async ({ page, context }) => {
    const complaints = watch(page);
    const address = (await start({ [path]: site(DIST) })) + path;
    await open(page, address);
    await kept(page);
    await type(page, "Monthly churn", "7");
    await settled(page);
    const seven = await card(page, 0).innerText();
    expect(await copies(page)).toEqual([`holdfast ${path} ${await buildOf(page, address)}`]);

    await stop();
    await context.setOffline(true);
    await page.reload();
    await settled(page);
    await expect(field(page, "Monthly churn")).toHaveValue("7");
    expect(await card(page, 0).innerText()).toBe(seven);
    // New futures, by new workers of the page.
    await type(page, "Monthly churn", "3");
    await settled(page);
    await expect(card(page, 0)).not.toHaveText(seven, { useInnerText: true });
    // A link with a study, a query, the other page and back.
    await page.goto(`${address}?some=query`);
    await settled(page);
    await expect(field(page, "Monthly churn")).toHaveValue("3");
    await page.goto(`${address}model.html`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("How Holdfast works");
    expect((await page.locator("main").boundingBox()).width).toBeLessThan(900);
    await page.getByRole("link", { name: "Back to Holdfast" }).first().click();
    await settled(page);
    expect(complaints).toEqual([]);
  });
}

test("a newer build waits for the reader, and then comes to every tab with all that was typed", async ({ page, context }) => {
  const sites = { "/folder/": site(DIST) };
  const address = `${await start(sites)}/folder/`;
  await open(page, address);
  await kept(page);
  await type(page, "Monthly churn", "7");
  const other = await context.newPage();
  await open(other, address);
  await expect(field(other, "Monthly churn")).toHaveValue("7");
  const own = await buildOf(page, address);

  sites["/folder/"] = site(NEXT);
  const next = await buildOf(page, address);
  expect(next).not.toBe(own);
  const asked = [];
  page.on("response", (response) => asked.push([new URL(response.url()).pathname.slice("/folder/".length), response.fromServiceWorker()]));
  await page.reload();
  await settled(page);
  await expect(news(page)).toContainText("A newer version is ready.");
  // Until then all of it is the old one.
  await expect(footer(page)).not.toContainText(NEXT_FOOTER);
  const missing = asked.filter(([name, byWorker]) => name !== "sw.js" && (!byWorker || !existsSync(join(DIST, name))));
  expect(missing).toEqual([]);
  await expect(news(other)).toContainText("A newer version is ready.");
  await expect(footer(other)).not.toContainText(NEXT_FOOTER);

  // In the middle of typing, in the other tab.
  await field(other, "Monthly churn").fill("7 or so");
  await page.getByRole("button", { name: "Update", exact: true }).click();
  for (const tab of [page, other]) {
    await expect(footer(tab)).toContainText(NEXT_FOOTER);
    await expect(news(tab)).not.toContainText("newer version");
  }
  await expect(field(page, "Monthly churn")).toHaveValue("7");
  await expect(field(other, "Monthly churn")).toHaveValue("7 or so");
  await expect.poll(() => copies(page)).toEqual([`holdfast /folder/ ${next}`]);
  await stop();
  await context.setOffline(true);
  await page.reload();
  await settled(page);
  await expect(footer(page)).toContainText(NEXT_FOOTER);
});

test("the news waits until the bar is free, and no tab is left for the next start", async ({ page, context }) => {
  let looks = 0;
  // The browser looks by itself, too, some two seconds after the first visit, and then says for which worker.
  const isLook = (name, { headers }) => name === "sw.js" && !headers.referer;
  const counted = (folder) => ({ ...site(folder), fileOf: (name, request) => (looks += isLook(name, request), join(folder, name)) });
  const sites = { "/": counted(DIST) };
  const address = `${await start(sites)}/`;
  await open(page, address);
  await kept(page);
  sites["/"] = counted(NEXT);
  await page.getByRole("button", { name: "Presets", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Retention is the new acquisition" }).click();
  await expect(news(page)).toContainText("expansion must differ");
  // The tab was away: for a moment, and then for an hour.
  const comes = (hours) => page.evaluate((hours) => {
    const now = Date.now;
    Date.now = () => now() + 3_600_000 * hours;
    document.dispatchEvent(new Event("visibilitychange"));
  }, hours);
  await comes(0);
  await later(page);
  await page.waitForTimeout(300);
  expect(looks).toBe(1);
  await comes(1);
  await expect.poll(() => page.evaluate(async () => Boolean((await navigator.serviceWorker.ready).waiting))).toBe(true);
  await later(page);
  await expect(news(page)).toContainText("expansion must differ");
  const dismiss = news(page).getByRole("button", { name: "Dismiss" });
  await dismiss.click();
  await expect(news(page)).toContainText("A newer version is ready.");
  // Once is enough.
  await dismiss.click();
  await later(page);
  await expect(news(page)).toHaveText("");
  // Whoever never presses the button gets it once all tabs are closed.
  await page.close();
  const next = await context.newPage();
  await expect.poll(async () => {
    await next.goto(address);
    const text = await footer(next).innerText();
    await next.goto("about:blank");
    return text;
  }).toContain(NEXT_FOOTER);
});

test("a host in the middle of a deployment changes nothing", async ({ page, context, browser }) => {
  const whole = site(DIST);
  const sites = { "/": whole };
  const address = `${await start(sites)}/`;
  await open(page, address);
  await kept(page);
  const own = await copies(page);
  // Three ways to be halfway: the new worker over the old files, without the last of the new ones, with one cut short.
  const halves = [
    (name) => join(name === "sw.js" ? NEXT : DIST, name),
    (name) => (name.endsWith(".wasm") || name.endsWith(".json") ? join(DIST, name) : join(NEXT, name)),
    (name) => join(NEXT, name === "model.html" ? "favicon.svg" : name),
  ];
  for (const fileOf of halves) {
    sites["/"] = { ...site(NEXT), fileOf };
    expect(await comeBack(page)).toBe("redundant");
    await expect(footer(page)).not.toContainText(NEXT_FOOTER);
    await expect(news(page)).not.toContainText("newer version");
    // The page itself looks as well, a little later.
    await expect.poll(() => copies(page)).toEqual(own);
  }
  // Who comes for the first time gets the page, and keeps nothing.
  sites["/"] = { ...whole, fileOf: halves[0] };
  const stranger = await (await browser.newContext()).newPage();
  await open(stranger, address);
  const outcome = await stranger.evaluate(() => navigator.serviceWorker.register("sw.js").then(({ installing, active }) => new Promise((done) => {
    if (!installing) done(active ? "kept" : "failed");
    installing?.addEventListener("statechange", () => done(installing.state));
  }), () => "failed"));
  expect(["redundant", "failed"]).toContain(outcome);
  // The page itself has tried as well, a little later.
  await expect.poll(() => copies(stranger)).toEqual([]);
  await stranger.context().close();

  sites["/"] = site(NEXT);
  expect(await comeBack(page)).toBe("installed");
  await page.getByRole("button", { name: "Update", exact: true }).click();
  await expect(footer(page)).toContainText(NEXT_FOOTER);
  await expect.poll(() => copies(page)).toEqual([`holdfast / ${await buildOf(page, address)}`]);
  await context.setOffline(true);
  await page.reload();
  await settled(page);
});

test("where the worker's file is gone, the page goes on", async ({ page }) => {
  const sites = { "/": site(DIST) };
  const address = `${await start(sites)}/`;
  await open(page, address);
  await kept(page);
  sites["/"] = { ...site(DIST), fileOf: (name) => (name === "sw.js" ? null : join(DIST, name)) };
  await comeBack(page);
  await page.reload();
  await settled(page);
  await type(page, "Monthly churn", "9");
  await settled(page);
});

test("a copy that was cleared comes back by itself", async ({ page, context }) => {
  const address = `${await start({ "/": site(DIST) })}/`;
  await open(page, address);
  await kept(page);
  const own = await copies(page);
  const count = () => page.evaluate(async ([name]) => (await (await caches.open(name)).keys()).length, own);
  const all = await count();
  await page.evaluate((names) => Promise.all(names.map((name) => caches.delete(name))), own);
  await page.reload();
  await settled(page);
  await expect.poll(() => copies(page)).toEqual(own);
  await expect.poll(count).toBe(all);
  await stop();
  await context.setOffline(true);
  await page.reload();
  await settled(page);
});

test("a copy that could not come back is fetched again with the next visit", async ({ page, context }) => {
  const sites = { "/": site(DIST) };
  const address = `${await start(sites)}/`;
  await open(page, address);
  await kept(page);
  const own = await copies(page);
  let asked = 0;
  const without = (name) => (name === "model.html" ? (asked += 1, null) : join(DIST, name));
  sites["/"] = { ...site(DIST), fileOf: without };
  await page.evaluate((names) => Promise.all(names.map((name) => caches.delete(name))), own);
  await page.reload();
  await settled(page);
  await expect.poll(() => asked).toBeGreaterThan(0);
  await expect.poll(() => copies(page)).toEqual([]);
  sites["/"] = site(DIST);
  await page.reload();
  await settled(page);
  await expect.poll(() => copies(page)).toEqual(own);
  await stop();
  await context.setOffline(true);
  await page.reload();
  await settled(page);
});

test("two copies on one host keep apart", async ({ page, context }) => {
  const sites = { "/": site(DIST), "/two/": site(NEXT) };
  const address = await start(sites);
  for (const path of ["/", "/two/"]) {
    await open(page, address + path);
    await kept(page);
  }
  const [own, next] = [await buildOf(page, `${address}/`), await buildOf(page, `${address}/two/`)];
  expect((await copies(page)).toSorted()).toEqual([`holdfast / ${own}`, `holdfast /two/ ${next}`]);
  // The one goes on to the other's build; the other stays as it is.
  sites["/"] = site(NEXT);
  await open(page, `${address}/`);
  await page.getByRole("button", { name: "Update", exact: true }).click();
  await expect(footer(page)).toContainText(NEXT_FOOTER);
  await expect.poll(async () => (await copies(page)).toSorted()).toEqual([`holdfast / ${next}`, `holdfast /two/ ${next}`]);
  await stop();
  await context.setOffline(true);
  await open(page, `${address}/two/`);
});

test("a copy that does not start goes over to a newer one, once", async ({ page }) => {
  const sites = { "/": site(DIST) };
  const address = `${await start(sites)}/`;
  await open(page, address);
  await kept(page);
  sites["/"] = site(NEXT);
  await page.addInitScript(() => {
    CSS.supports = () => false;
  });
  let loads = 0;
  page.on("load", () => loads += 1);
  await page.reload();
  const boot = () => page.locator("link[rel=stylesheet]").first().getAttribute("href");
  const tokens = await boot();
  await later(page);
  await expect.poll(boot).not.toBe(tokens);
  await expect(page.locator("#unsupported")).toBeVisible();
  await later(page);
  await page.waitForTimeout(500);
  expect(loads).toBe(2);
});

test("a browser without service workers misses nothing else", async ({ page }) => {
  const complaints = watch(page);
  await page.addInitScript(() => {
    delete Navigator.prototype.serviceWorker;
  });
  await open(page);
  await later(page);
  await type(page, "Monthly churn", "5");
  await settled(page);
  expect(complaints).toEqual([]);
});

test("a browser that denies the worker misses nothing else", async ({ page }) => {
  const complaints = watch(page);
  await page.addInitScript(() => {
    ServiceWorkerContainer.prototype.register = () => {
      window.wasAsked = true;
      return Promise.reject(new DOMException("denied", "SecurityError"));
    };
  });
  await open(page);
  await later(page);
  await page.waitForFunction(() => window.wasAsked);
  expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBe(null);
  expect(complaints).toEqual([]);
});
