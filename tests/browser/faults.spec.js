// Bad luck with what is kept: each fault ends in a clear message, and no study is lost.
import { test, expect, chromium } from "./guard.js";
import { mkdirSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { choose, field, fragment, held, open, settled, slide, title, type, watch } from "./founder.js";

const notice = (page) => page.locator("#notice");
const told = (page, text) => expect(notice(page)).toContainText(text);
const study = (changes) => ({ version: 4, title: "Mine", scenarios: [{ name: "A", churn: 0.06 }], ...changes });
const churn = (page) => field(page, "Monthly churn");
const dialog = (page) => page.getByRole("dialog");
/** What the store keeps of studies, by slot. */
const kept = (page) => page.evaluate(() => Object.fromEntries(Object.entries(localStorage)
  .filter(([key]) => key.startsWith("holdfast.study.")).map(([key, text]) => [key.slice(15), JSON.parse(text)])));

test.describe("the store", () => {
  /** Fills it up, to the last character. */
  const fill = (page) => page.evaluate(() => {
    const room = "x".repeat(1 << 20);
    for (let size = room.length, at = 0; size >= 1; size >>= 1) {
      for (let tries = 0; tries < 12; tries++) {
        try { localStorage.setItem(`filler.${at}`, room.slice(0, size)); at++; } catch { break; }
      }
    }
  });

  test("that is really full: told, the address holds the study, and room is made from the list", async ({ page }) => {
    const complaints = watch(page);
    await open(page);
    await type(page, "Monthly churn", "6");
    await choose(page, "Study", "New study");
    await title(page).fill("Second");
    await fill(page);
    await title(page).fill("Second, with a title that takes some more room than there is");
    await told(page, "does not keep the study");
    await type(page, "Monthly churn", "7.5");
    await expect.poll(() => held(page.url())?.scenarios[0].churn).toBe(0.075);
    page.on("dialog", (box) => box.accept());
    await page.reload();
    await expect(churn(page)).toHaveValue("7.5");
    await expect(title(page)).toHaveValue(/^Second, with/);
    await expect(page.getByRole("button", { name: "Not kept in this browser" })).toBeVisible();
    await notice(page).getByRole("button", { name: "Recent studies" }).click();
    await dialog(page).getByRole("button", { name: "Delete Leaky bucket" }).click();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("button", { name: "Not kept in this browser" })).toBeHidden();
    await expect(page).not.toHaveURL(/#/);
    await page.reload();
    await expect(churn(page)).toHaveValue("7.5");
    expect(complaints).toEqual([]);
  });

  test("that is denied: told, and the address holds the study through a reload", async ({ page }) => {
    const complaints = watch(page);
    await page.addInitScript(() => {
      for (const name of ["localStorage", "sessionStorage"]) {
        Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
      }
    });
    await open(page);
    await told(page, "does not keep the study");
    await type(page, "Monthly churn", "6");
    await slide(page, "Expansion", 1);
    await expect.poll(() => {
      const { churn, expansion } = held(page.url())?.scenarios[0] ?? {};
      return [churn, expansion];
    }).toEqual([0.06, 0.01]);
    page.on("dialog", (box) => box.accept());
    await page.reload();
    await expect(churn(page)).toHaveValue("6");
    await expect(field(page, "Expansion")).toHaveValue("1");
    await settled(page);
    expect(complaints).toEqual([]);
  });

  test("that the browser's own setting denies: the same", async ({ baseURL, launchOptions, headless }) => {
    const profile = test.info().outputPath("profile");
    mkdirSync(`${profile}/Default`, { recursive: true });
    // As "on-device site data" switched off in the settings writes it.
    writeFileSync(`${profile}/Default/Preferences`, JSON.stringify({ profile: { default_content_setting_values: { cookies: 2 } } }));
    const context = await chromium.launchPersistentContext(profile, { ...launchOptions, headless, baseURL });
    const page = context.pages()[0] ?? await context.newPage();
    await page.goto("./");
    await settled(page);
    expect(await page.evaluate(() => { try { return typeof localStorage; } catch (error) { return error.name; } })).toBe("SecurityError");
    await told(page, "does not keep the study");
    await type(page, "Monthly churn", "6");
    await expect.poll(() => held(page.url())?.scenarios[0].churn).toBe(0.06);
    page.on("dialog", (box) => box.accept());
    await page.reload();
    await expect(churn(page)).toHaveValue("6");
    await context.close();
  });

  for (const [where, spoil] of Object.entries({
    "its slot": () => localStorage.setItem(`holdfast.study.${localStorage.getItem("holdfast.current").split(" ")[0]}`, "\u0000{]"),
    "the order": () => localStorage.setItem("holdfast.current", "\u0000 17 \ud800 ../.. holdfast.current  , []"),
    "what was typed": () => {
      const [slot] = localStorage.getItem("holdfast.current").split(" ");
      sessionStorage.setItem("holdfast.typed", `${slot}\nscenarios[99].churn\nx\n\u0000\n\nscenarios[0].churn`);
    },
    "the tab's slot": () => sessionStorage.setItem("holdfast.slot", "\u0000nobody"),
    "preferences": () => { for (const name of ["keys", "scheme", "contrast"]) localStorage.setItem(`holdfast.preference.${name}`, "\u0000"); },
  })) {
    test(`with garbage in ${where}: the page starts, and the study is there or offered`, async ({ page }) => {
      const complaints = watch(page);
      await open(page);
      await type(page, "Monthly churn", "6");
      await page.evaluate(spoil);
      await page.reload();
      await settled(page).catch(() => {});
      if (where === "its slot") {
        await told(page, "It is set aside, not deleted");
        await expect(notice(page).getByRole("button", { name: "Save as a file" })).toBeVisible();
        expect(await page.evaluate(() => Object.values(localStorage))).toContain("\u0000{]");
      } else if (where === "what was typed") {
        await expect(page.locator("main")).toBeVisible();
        await page.getByRole("button", { name: "Undo", exact: true }).click();
        await expect(churn(page)).toHaveValue("6");
      } else {
        await expect(churn(page)).toHaveValue("6");
      }
      await type(page, "Monthly churn", "8");
      await settled(page);
      await page.reload();
      await expect(churn(page)).toHaveValue("8");
      expect(complaints).toEqual([]);
    });
  }
});

test.describe("two tabs on one study", () => {
  test("type in turn and at once: everything is in one of them, or a step of undo away", async ({ page, context }) => {
    const complaints = watch(page);
    await open(page);
    await type(page, "Monthly churn", "6");
    const other = await context.newPage();
    complaints.push(...watch(other));
    await open(other);
    for (const [own, theirs] of [["7", "1"], ["8", "2"]]) {
      await type(page, "Monthly churn", own);
      await expect(churn(other)).toHaveValue(own);
      await type(other, "Expansion", theirs);
      await expect(field(page, "Expansion")).toHaveValue(theirs);
    }
    // At once, each another field, key by key.
    await Promise.all([
      churn(page).fill("").then(() => churn(page).pressSequentially("3.125", { delay: 7 })),
      field(other, "Contraction").fill("").then(() => field(other, "Contraction").pressSequentially("1.375", { delay: 6 })),
    ]);
    for (const tab of [page, other]) await tab.evaluate(() => document.activeElement.blur());
    const shown = async (tab) => JSON.stringify([await churn(tab).inputValue(), await field(tab, "Contraction").inputValue()]);
    await expect.poll(async () => await shown(page) === await shown(other), "both show the same").toBe(true);
    /** Every state that a tab can get at by undo. */
    const states = async (tab) => {
      const found = [];
      const undo = tab.getByRole("button", { name: "Undo", exact: true });
      do {
        found.push([await churn(tab).inputValue(), await field(tab, "Contraction").inputValue()]);
      } while (await undo.isEnabled() && (await undo.click(), found.length < 200));
      return found;
    };
    const found = await states(page);
    found.push(...await states(other));
    expect(found.some(([own]) => own === "3.125"), JSON.stringify(found)).toBe(true);
    expect(found.some(([, theirs]) => theirs === "1.375"), JSON.stringify(found)).toBe(true);
    expect(complaints).toEqual([]);
  });
});

test.describe("time", () => {
  for (const [way, years] of [["back", -1], ["forth", 2]]) {
    test(`jumps ${way}: studies keep their slots and their order, and simulations end`, async ({ page }) => {
      const complaints = watch(page);
      await page.addInitScript(() => {
        const real = Date.now;
        Date.now = () => real() + Number(sessionStorage.getItem("jump") ?? 0);
      });
      await open(page);
      await type(page, "Monthly churn", "6");
      const before = await kept(page);
      await page.evaluate((years) => sessionStorage.setItem("jump", years * 365 * 86_400_000), years);
      await choose(page, "Study", "New study");
      await title(page).fill("Second");
      await type(page, "Monthly churn", "5");
      await settled(page);
      const after = await kept(page);
      expect(after).toMatchObject(before);
      expect(Object.keys(after)).toHaveLength(2);
      await choose(page, "Study", "Recent studies…");
      await expect(dialog(page).locator("li strong, li button.quiet")).toHaveText(["Second", "Leaky bucket"]);
      await page.keyboard.press("Escape");
      await page.reload();
      await expect(title(page)).toHaveValue("Second");
      // Jumps while a simulation is under way.
      await page.getByText("Study settings").click();
      await type(page, "Simulated futures", "300000");
      await page.evaluate(() => sessionStorage.setItem("jump", 0));
      await expect(page.locator(".status .count")).toHaveText("300,000 futures", { timeout: 50_000 });
      expect(complaints).toEqual([]);
    });
  }
});

test.describe("a study of a newer version", () => {
  const newer = { version: 99, title: "From the future", tomorrow: [1, 2, 3] };
  /** What a click on the offer saves. */
  const saved = async (page) => {
    const download = page.waitForEvent("download");
    await notice(page).getByRole("button", { name: "Save as a file" }).click();
    return JSON.parse(await readFile(await (await download).path(), "utf8"));
  };

  test("in a link is told, offered as a file, and the own study stays", async ({ page, context }) => {
    await open(page);
    await type(page, "Monthly churn", "6");
    const other = await context.newPage();
    await other.goto(fragment(newer));
    await told(other, "Your own study is untouched");
    await told(other, "newer version");
    expect(await saved(other)).toEqual(newer);
    await expect(churn(other)).toHaveValue("6");
  });

  test("in a file is told, and the own study stays", async ({ page }) => {
    await open(page);
    await type(page, "Monthly churn", "6");
    const chooser = page.waitForEvent("filechooser");
    await choose(page, "Study", "Open a file…");
    await (await chooser).setFiles({ name: "a.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(newer)) });
    await told(page, "newer version");
    await expect(churn(page)).toHaveValue("6");
  });

  test("in the store is set aside, offered as a file, and never overwritten", async ({ page }) => {
    await open(page);
    await page.evaluate((text) => {
      const [slot] = localStorage.getItem("holdfast.current").split(" ");
      localStorage.setItem(`holdfast.study.${slot}`, text);
    }, JSON.stringify(newer));
    await page.reload();
    await told(page, "newer version");
    expect(await saved(page)).toEqual(newer);
    await type(page, "Monthly churn", "6");
    expect(Object.values(await kept(page))).toContainEqual(newer);
    await page.reload();
    await expect(churn(page)).toHaveValue("6");
    expect(Object.values(await kept(page))).toContainEqual(newer);
    // Another tab, of a newer build, writes into the slot that is open here.
    await page.evaluate((text) => {
      const [slot] = localStorage.getItem("holdfast.current").split(" ");
      localStorage.setItem(`holdfast.study.${slot}`, text);
    }, JSON.stringify({ ...newer, title: "Mine, since" }));
    await type(page, "Monthly churn", "7");
    const titles = Object.values(await kept(page)).map((study) => study.title);
    expect(titles).toEqual(expect.arrayContaining(["From the future", "Mine, since"]));
    await page.reload();
    await expect(churn(page)).toHaveValue("7");
  });
});

test.describe("a tab that goes in the middle of typing", () => {
  const leave = {
    "is closed": (page) => page.close(),
    "is closed and asked first": (page) => page.close({ runBeforeUnload: true }),
    "crashes": async (page) => {
      const crash = page.waitForEvent("crash");
      page.goto("chrome://crash").catch(() => {});
      await crash;
      await page.close();
    },
  };
  for (const [how, go] of Object.entries(leave)) {
    test(`${how}: what was typed is there`, async ({ page, context }) => {
      await open(page);
      await title(page).fill("");
      await title(page).pressSequentially("Half a ti");
      await churn(page).fill("");
      await churn(page).pressSequentially("7.2");
      await go(page);
      const other = await context.newPage();
      await open(other);
      await expect(title(other)).toHaveValue("Half a ti");
      await expect(churn(other)).toHaveValue("7.2");
    });
  }
});

test("the way back from another page: it is as it was, it simulates, and it has what another tab did", async ({ baseURL, launchOptions, headless }) => {
  // Playwright switches the cache of pages off, and what the test server sends is not to be stored.
  const browser = await chromium.launch({ ...launchOptions, headless, ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  const server = createServer(async ({ url }, response) => {
    const answer = await fetch(new URL(url, baseURL));
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type"), "cache-control": "max-age=60" });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise((go) => server.listen(0, "127.0.0.1", go));
  const address = new URL(baseURL);
  address.port = server.address().port;
  const context = await browser.newContext({ baseURL: address.href });
  const page = await context.newPage();
  const complaints = watch(page);
  // There is nothing to load.
  const back = () => page.goBack({ waitUntil: "commit" });
  await open(page);
  await type(page, "Monthly churn", "6abc");
  await page.evaluate(() => {
    window.isSame = true;
    window.addEventListener("pageshow", (event) => { window.isBack = event.persisted; });
  });
  await page.goto("model.html");
  const other = await context.newPage();
  await open(other);
  await type(other, "Expansion", "2");
  await other.close();
  await back();
  const why = await page.evaluate(() => JSON.stringify(performance.getEntriesByType("navigation")[0].notRestoredReasons));
  await expect.poll(() => page.evaluate(() => [window.isSame, window.isBack]), why).toEqual([true, true]);
  await expect(churn(page)).toHaveValue("6abc");
  await expect(field(page, "Expansion")).toHaveValue("2");
  await told(page, "changed in another tab");
  await type(page, "Monthly churn", "5");
  await settled(page);
  // Away in the middle of a simulation.
  await page.getByText("Study settings").click();
  await type(page, "Simulated futures", "300000");
  await page.goto("model.html");
  await back();
  await expect(page.locator(".status .count")).toHaveText("300,000 futures", { timeout: 50_000 });
  expect(complaints).toEqual([]);
  await browser.close();
  server.close();
});
