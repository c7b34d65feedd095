// The page inside another one: one chart with its controls, which fills its frame and keeps nothing.
import { test, expect } from "./guard.js";
import { barriers } from "./barriers.js";
import { createServer } from "node:http";
import { choose, fragment, held, open, settled, title, type, watch } from "./founder.js";

const study = {
  version: 4, title: "Two ways & <more>", runs: 1000,
  scenarios: [{ name: "As it is", churn: 0.06 }, { name: "Better", churn: 0.03 }, { name: "Best", churn: 0.01 }],
};
const address = (tab = "fan") => `./?embed=${tab}${fragment(study).slice(2)}`;

/** A page of somebody else's, on another port, with this markup. */
async function host(body, act) {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(`<!doctype html><html lang="en"><title>A host</title><h1>A host</h1>${body}`);
  });
  await new Promise((go) => server.listen(0, "127.0.0.1", go));
  try {
    await act(`http://127.0.0.1:${server.address().port}/`);
  } finally {
    server.close();
  }
}

/** The frame, once all futures are simulated. */
async function embedded(page) {
  await expect(page.locator("iframe")).toHaveCount(1);
  const frame = page.frames()[1];
  await expect(frame.locator(".results")).toHaveAttribute("aria-busy", "false");
  return frame;
}

for (const [width, height] of [[320, 240], [480, 320], [720, 480], [1280, 640], [1600, 900]]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`${width} by ${height}, ${colorScheme}: the chart fills what is there, and nothing goes beyond`, async ({ browser, baseURL }) => {
      const context = await browser.newContext({ baseURL, colorScheme, viewport: { width, height } });
      const page = await context.newPage();
      const complaints = watch(page);
      await open(page, address());
      await page.screenshot({ path: test.info().outputPath("embed.png") });
      // Colours move nothing, and what fits into the least and the widest frame fits between.
      const isEdge = colorScheme === "light" && (width === 320 || width === 1600);
      for (const tab of isEdge ? ["fan", "gap", "distribution", "movements", "cohorts", "survival", "matters"] : ["fan"]) {
        await page.goto("about:blank");
        await page.goto(address(tab));
        await expect(page.locator(".results")).toHaveAttribute("aria-busy", "false");
        await expect(page.getByRole("img")).toBeVisible();
        const seen = await page.evaluate(() => {
          const box = (selector) => document.querySelector(selector).getBoundingClientRect();
          return {
            wide: document.documentElement.scrollWidth - innerWidth,
            high: document.documentElement.scrollHeight - innerHeight,
            left: innerHeight - box(".strip").bottom,
            chart: box(".plot").height,
          };
        });
        expect(seen.wide, tab).toBeLessThanOrEqual(0);
        expect(seen.high, tab).toBeLessThanOrEqual(0);
        expect(Math.abs(seen.left), `${tab}: no gap at the foot`).toBeLessThan(1);
        expect(seen.chart, tab).toBeGreaterThan(0.4 * height);
      }
      for (const hidden of [".top nav", ".inputs", "footer", ".tablist", "#study-title"]) await expect(page.locator(hidden)).not.toBeInViewport();
      expect(await barriers(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    });
  }
}

test("the code that is copied shows the open chart of the study in another page, and its sliders move it", async ({ page, context, baseURL }) => {
  const complaints = watch(page);
  await open(page, fragment(study));
  await page.getByRole("tab", { name: "Difference" }).click();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await choose(page, "Study", "Copy embed code");
  await expect(page.locator(".notice")).toContainText("Embed code copied");
  const code = await page.evaluate(() => navigator.clipboard.readText());
  expect(code).toContain('title="Two ways &amp; &lt;more> · Holdfast"');
  expect(code).toContain(`src="${new URL("./", baseURL)}?embed=gap#study=`);
  await host(code, async (url) => {
    const other = await context.newPage();
    complaints.push(...watch(other));
    await other.goto(url);
    const frame = await embedded(other);
    const picture = () => frame.locator(".chart canvas").evaluate((canvas) => canvas.toDataURL());
    await expect(frame.getByRole("img")).toHaveAccessibleName(/Difference/);
    expect(await other.evaluate(() => document.activeElement.tagName), "no focus is taken").toBe("BODY");
    const shown = await picture();
    const slider = frame.getByRole("slider", { name: /Best/ });
    await slider.focus();
    for (let press = 0; press < 5; press++) await other.keyboard.press("ArrowRight");
    await expect(frame.locator(".strip strong").nth(2)).toHaveText("1.5%");
    await expect.poll(picture).not.toBe(shown);
    for (const key of ["p", "d", "?", "Escape", "Control+z"]) await other.keyboard.press(key);
    await expect(frame.locator(".strip-name"), "keys are the host's").toHaveCount(3);
    await expect(frame.getByRole("dialog")).toBeHidden();
    // Out of it, with what it shows now.
    const out = frame.getByRole("link", { name: "Open in Holdfast" });
    await expect.poll(async () => held(await out.getAttribute("href"))?.scenarios[2].churn).toBe(0.015);
    const opened = context.waitForEvent("page");
    await out.click();
    const own = await opened;
    await settled(own);
    await expect(title(own)).toHaveValue("Two ways & <more>");
    await expect(own.getByRole("textbox", { name: "Monthly churn", exact: true })).toHaveValue("6");
    await own.keyboard.press("3");
    await expect(own.getByRole("textbox", { name: "Monthly churn", exact: true })).toHaveValue("1.5");
    await own.close();
    // A reload shows the study of the code again.
    await other.reload();
    const again = await embedded(other);
    await expect(again.locator(".strip strong").nth(2)).toHaveText("1%");
  });
  expect(complaints).toEqual([]);
});

test("nothing is written: not of a study, not of a choice", async ({ page }) => {
  await page.addInitScript(() => {
    window.written = [];
    const real = Storage.prototype.setItem;
    Storage.prototype.setItem = function (...what) { window.written.push(what); return real.apply(this, what); };
  });
  await open(page, address());
  await page.getByRole("slider", { name: /Better/ }).press("ArrowRight");
  await page.locator(".strip select").selectOption({ label: "Expansion" });
  await page.getByRole("slider", { name: /Better/ }).press("ArrowRight");
  await settled(page);
  expect(await page.evaluate(() => [window.written, localStorage.length, sessionStorage.length])).toEqual([[], 0, 0]);
  await expect(page).toHaveURL(/\?embed=fan#study=/);
  await page.reload();
  await settled(page);
  await expect(page.locator(".strip-name")).toHaveText(["As it is", "Better", "Best"]);
});

test("in a page of the same origin the host's own study stays", async ({ page }) => {
  const complaints = watch(page);
  await open(page);
  await type(page, "Monthly churn", "6");
  const before = await page.evaluate(() => JSON.stringify(localStorage));
  await page.route("**/host.html", (route) => route.fulfill({
    contentType: "text/html", body: `<!doctype html><title>x</title><iframe src="${address()}" title="x" width="800" height="480"></iframe>`,
  }));
  await page.goto("host.html");
  const frame = await embedded(page);
  await expect(frame.locator(".strip-name")).toHaveText(["As it is", "Better", "Best"]);
  await expect(frame.locator(".notice")).toBeEmpty();
  await frame.getByRole("slider", { name: /Better/ }).press("ArrowRight");
  expect(await page.evaluate(() => JSON.stringify(localStorage))).toBe(before);
  expect(complaints).toEqual([]);
});

test("without a study, with a broken one, with a chart that is none: a preset, a message, the first chart", async ({ page }) => {
  await open(page, "./?embed");
  await expect(page.locator(".strip-name")).toHaveCount(3);
  await expect(page.locator(".notice")).toBeEmpty();
  await page.goto("about:blank");
  await open(page, "./?embed=nonsense#study=%%%");
  await expect(page.locator(".notice")).toContainText("The link does not hold a study");
  await expect(page.getByRole("img")).toHaveAccessibleName(/Over time/);
});

test("where the clipboard is denied the code is there to copy by hand", async ({ page }) => {
  await page.addInitScript(() => { Object.defineProperty(navigator, "clipboard", { value: undefined }); });
  await open(page, fragment(study));
  await choose(page, "Study", "Copy embed code");
  await expect(page.locator(".notice input")).toHaveValue(/^<iframe src=.*<\/iframe>$/);
});
