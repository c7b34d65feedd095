// What keeps people out of a page, as axe finds it.
import { readFileSync } from "node:fs";

const axe = readFileSync(new URL("./node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** The rules that the page as it is breaks, each with the elements and, for `options` of axe's own, what it says of them. */
export async function barriers(page, options = {}) {
  await page.evaluate(axe);
  // Only what fails is asked for, because axe describes every element that it lists, which takes most of its time.
  return page.evaluate(async (options) => {
    const { violations } = await window.axe.run({ resultTypes: ["violations"], ...options });
    return violations.map(({ id, nodes }) => [id, nodes.map(({ html, any }) => [html, any[0]?.message])]);
  }, options);
}
