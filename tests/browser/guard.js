// Playwright's test, under a guard: whatever a page does in a test, it asks no other host and never runs into its policy,
// but where a test says by the annotation "breaks the policy" that it means to.
import { test as unguarded } from "@playwright/test";

export { expect, chromium } from "@playwright/test";

export const test = unguarded.extend({
  guard: [async ({ browser }, use) => {
    const offences = [];
    const follow = (context) => {
      context.on("request", (request) => {
        const { protocol, hostname } = new URL(request.url());
        const isOurs = ["127.0.0.1", "localhost"].includes(hostname);
        if (/^(http|ws)/.test(protocol) && !isOurs) offences.push(`a request to ${hostname}`);
      });
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
