// Checks of a page's accessibility, by axe.
import { readFileSync } from "node:fs";

const axe = readFileSync(new URL("./node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** Returns the rules that the page breaks now, each with its elements and axe's message on them. `options` go to axe. */
export async function barriers(page, options = {}) {
  await page.evaluate(axe);
  // Only violations are asked for, because axe describes every element that it lists, which takes most of its time.
  return page.evaluate(async (options) => {
    const { violations } = await window.axe.run({ resultTypes: ["violations"], ...options });
    return violations.map(({ id, nodes }) => [id, nodes.map(({ html, any }) => [html, any[0]?.message])]);
  }, options);
}
