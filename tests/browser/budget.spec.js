// What a first visit downloads: as the README says, and within its budget.
import { expect, test } from "./guard.js";
import { figures, stated } from "./figures.js";

test("the README's table is that of the build, and the build is within its budget", () => {
  const [rows, said] = [figures(), stated()];
  console.table(rows);
  expect([...said.keys()]).toEqual([...rows.map(({ part }) => part), "budget"]);
  // Run `node tests/browser/figures.js --write` where it is not.
  for (const { part, brotli } of rows) expect(Math.abs(brotli / said.get(part) - 1), `${part}: ${brotli} bytes, not ${said.get(part)}`).toBeLessThanOrEqual(0.02);
  expect(rows.at(-1).brotli).toBeLessThanOrEqual(said.get("budget"));
});
