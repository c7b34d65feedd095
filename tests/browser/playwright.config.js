import { defineConfig } from "@playwright/test";

const port = process.env.TEST_PORT ?? "4173";
const home = `http://127.0.0.1:${port}`;
const isRoot = process.getuid?.() === 0;

const specs = (...names) => names.map((name) => `**/${name}.spec.js`);
/** Specs of what depends on a host: starting, working offline, standing in another page. */
const ofHosts = specs("embed", "hosting", "offline", "smoke");
/** Tests that have the machine to themselves, because they judge how long something takes or how much memory. */
const alone = /@alone/;
/** Specs that print figures and judge none. */
const measurements = specs("speed");
const withHeaders = { baseURL: `${home}/some/sub-path/` };

export default defineConfig({
  testDir: ".",
  // Never twice: a test that passes at the second try is broken.
  retries: 0,
  forbidOnly: true,
  // What is waited for comes at the machine's own pace: no deadline here is a figure that is asked for.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"], ["./count-reporter.js"]],
  use: {
    browserName: "chromium",
    headless: true,
    launchOptions: {
      // `cargo xtask test` sets it. Nothing is downloaded.
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      // Chromium's sandbox refuses to work for root.
      chromiumSandbox: !isRoot,
      args: [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  // `npm test` runs all that judges, `npm run measure` what only prints.
  workers: 2,
  projects: [
    // With the headers that the release ships, which forbid the most.
    { name: "headers", use: withHeaders, testIgnore: measurements, grepInvert: alone },
    // Once more without headers. The dark theme is left out, because it depends on no host.
    { name: "bare", use: { baseURL: `${home}/bare/sub-path/` }, testMatch: ofHosts, grepInvert: /, dark/ },
    { name: "alone", use: withHeaders, testIgnore: measurements, grep: alone, workers: 1, dependencies: ["headers", "bare"] },
    { name: "measurements", use: withHeaders, testMatch: measurements, workers: 1 },
  ],
  webServer: {
    command: "node serve.js",
    url: `${home}/some/sub-path/`,
    env: { TEST_PORT: port },
    reuseExistingServer: false,
  },
});
