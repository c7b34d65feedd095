// Playwright's test, under a guard: whatever a page does in a test, it asks no other host and never runs into its policy,
// but where a test says by the annotation "breaks the policy" that it means to. SLOWED=4 in the environment slows every
// page's CPU so many times: what a test does not wait for, and only met in time by luck, fails there each time.
import { test as unguarded } from "@playwright/test";

export { expect, chromium } from "@playwright/test";

const slowed = Number(process.env.SLOWED ?? 1);

async function slow(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: slowed });
}

export const test = unguarded.extend({
  guard: [async ({ browser }, use) => {
    const offences = [];
    const follow = (context) => {
      context.on("request", (request) => {
        const { protocol, hostname } = new URL(request.url());
        const isOurs = ["127.0.0.1", "localhost"].includes(hostname);
        if (/^(http|ws)/.test(protocol) && !isOurs) offences.push(`a request to ${hostname}`);
      });
      // A page may be closed before it is slowed.
      if (slowed > 1) context.on("page", (page) => slow(page).catch(() => {}));
      context.on("console", (message) => {
        if (message.text().includes("Content Security Policy")) offences.push(message.text());
      });
    };
    browser.on("context", follow);
    await use();
    browser.off("context", follow);
    const isMeant = unguarded.info().annotations.some(({ type }) => type === "breaks the policy");
    unguarded.expect(isMeant ? [] : offences).toEqual([]);
  }, { auto: true }],
});
