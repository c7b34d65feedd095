// Lighthouse against the release: accessibility and best practices without a fault; speed is printed.
import { test, expect, chromium } from "./guard.js";
import lighthouse, { desktopConfig } from "lighthouse";

const PORT = 9333;
const categories = ["accessibility", "best-practices", "performance", "seo"];

for (const [kind, config] of [["phone", undefined], ["desktop", desktopConfig]]) {
  test(`Lighthouse, ${kind}`, { tag: "@alone" }, async ({ baseURL, launchOptions }) => {
    test.setTimeout(180_000);
    const browser = await chromium.launch({ ...launchOptions, args: [...launchOptions.args, `--remote-debugging-port=${PORT}`] });
    try {
      const { lhr } = await lighthouse(baseURL, { port: PORT, onlyCategories: categories, logLevel: "error" }, config);
      const scores = categories.map((id) => `${id} ${Math.round(100 * lhr.categories[id].score)}`);
      const times = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift"];
      console.log(`Lighthouse ${lhr.lighthouseVersion}, ${kind}: ${scores.join(", ")}; ${times.map((id) => `${id} ${lhr.audits[id].displayValue}`).join(", ")}`);
      for (const id of ["accessibility", "best-practices"]) {
        // Those without a weight only inform.
        const refs = lhr.categories[id].auditRefs.filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 1);
        const faults = refs.map(({ id }) => [id, lhr.audits[id].details?.items?.map((item) => item.node?.snippet ?? item.description ?? item.url)]);
        expect(faults, id).toEqual([]);
        expect(lhr.categories[id].score, id).toBe(1);
      }
    } finally {
      await browser.close();
    }
  });
}
