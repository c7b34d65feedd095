import { expect, test } from "./guard.js";

test("the page loads from a sub-path without an error and without a request to anyone else", async ({ page, baseURL }) => {
  const complaints = [];
  const strangers = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("response", (response) => {
    if (!response.ok()) complaints.push(`${response.status()} ${response.url()}`);
  });
  page.on("request", (request) => {
    const isOurs = request.url().startsWith(baseURL) || /^(data|blob):/.test(request.url());
    if (!isOurs) strangers.push(request.url());
  });

  await page.goto("./", { waitUntil: "networkidle" });

  await expect(page.locator("#unsupported")).toBeHidden();
  expect(complaints).toEqual([]);
  expect(strangers).toEqual([]);
});
