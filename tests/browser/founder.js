// What a founder does on the page, in verbs.
import { expect } from "@playwright/test";
import { deflateRawSync, inflateRawSync } from "node:zlib";

const acquisition = { trials_step: { low: 280, high: 420 }, conversion: { low: 0.039, high: 0.1225 }, price: { low: 40, high: 62.5 } };

/** The study that the page opens with by itself, but for its number of futures. `pool.spec.js` compares it with the preset. */
export const leakyBucket = {
  version: 4,
  title: "Leaky bucket",
  scenarios: [["4% churn", 0.04], ["3.5% churn", 0.035], ["0.5% churn", 0.005]].map(([name, churn], color) => ({ name, color, churn, ...acquisition })),
};

/**
 * Opens the page and waits for all futures of its study. Without an address that is the leaky bucket of 1,000 futures,
 * as if the visitor had been here before: only tests that read figures off need all 10,000, which take longer each time
 * that something changes. Those begin with `arrive`.
 */
export async function open(page, address) {
  if (address === undefined) {
    await page.addInitScript((study) => {
      // A test may deny the store, and a frame may have none.
      try {
        if (localStorage.length > 0) return;
        localStorage.setItem("holdfast.study.1", study);
        localStorage.setItem("holdfast.current", "1");
      } catch {}
    }, JSON.stringify({ ...leakyBucket, runs: 1000 }));
  }
  await page.goto(address ?? "./");
  await settled(page);
}

/** Opens the page as a stranger does, who finds the preset and a word about it, and waits for all of its futures. */
export async function arrive(page) {
  await page.goto("./");
  await settled(page, "10,000 futures");
}

/** The address that opens a study, given as what its file holds. */
export const fragment = (study) => `./#study=${deflateRawSync(Buffer.from(JSON.stringify(study))).toString("base64url")}`;

/** The study that an address holds, as its file would; nothing where it holds none. */
export const held = (address) => {
  const packed = address.split("#study=")[1];
  return packed && JSON.parse(inflateRawSync(Buffer.from(packed, "base64url")));
};

/**
 * Waits until all futures of the study are simulated, and are so many where that is said. What only a chart asks for, as
 * the values of the distribution, is waited for once the first of it are there.
 */
export async function settled(page, futures = /^[\d,]+ futures$/) {
  await expect(page.locator(".results")).toHaveAttribute("aria-busy", "false");
  await expect(page.locator(".status .count")).toHaveText(futures);
}

/** Moves a slider as a hand would, by its own events, to and fro until the field beside it shows the value. */
export async function slide(page, label, value) {
  const slider = page.getByRole("slider", { name: `${label}, slider`, exact: true });
  let [low, high] = [Number(await slider.getAttribute("min")), Number(await slider.getAttribute("max"))];
  // Which value stands where is the page's business; that greater ones stand further on is all that is known here.
  for (let moves = 0; moves < 20; moves++) {
    const position = (low + high) / 2;
    await slider.evaluate((element, position) => {
      element.value = position;
      element.dispatchEvent(new Event("input", { bubbles: true }));
      return new Promise(requestAnimationFrame);
    }, position);
    const shown = Number(await field(page, label).inputValue());
    if (shown === value) return;
    [low, high] = shown < value ? [position, high] : [low, position];
  }
  throw new Error(`no place of the slider "${label}" shows ${value}`);
}

/** Types into a field and leaves it. */
export async function type(page, label, text) {
  const field = page.getByRole("textbox", { name: label, exact: true });
  await field.fill(text);
  await field.blur();
}

/** The field of this name. */
export const field = (page, label) => page.getByRole("textbox", { name: label, exact: true });

/** The message beside a field; empty where there is none. */
export const problemOf = (page, label) => page.locator(".field", { has: field(page, label) }).locator(".problem");

/** The card of the scenario at this index. */
export const card = (page, index) => page.locator(`.card[data-scenario="${index}"]`);

/** The picture on the chart's canvas, to compare with another. */
export const picture = (page) => page.locator(".chart canvas").evaluate((canvas) => canvas.toDataURL());

/** The address that "Copy link" copies. */
export async function copyLink(page) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy link", exact: true }).first().click();
  await expect(page.locator(".notice")).toContainText("Link copied");
  return page.evaluate(() => navigator.clipboard.readText());
}

/** The study's title, in the header. */
export const title = (page) => page.getByRole("textbox", { name: "Study title" });

/** Chooses an entry of one of the header's menus. */
export async function choose(page, menu, entry) {
  await page.getByRole("button", { name: menu, exact: true }).click();
  await page.locator(".menu:popover-open").getByRole("button", { name: entry, exact: true }).click();
}

/** Opens a preset by its picture. */
export async function preset(page, name) {
  await page.getByRole("button", { name: "Presets", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name }).click();
}

/** Collects what a page must not do: complain, or ask another host. */
export function watch(page) {
  const complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith("http") && hostname !== "127.0.0.1") complaints.push(`a request to ${hostname}`);
  });
  return complaints;
}
