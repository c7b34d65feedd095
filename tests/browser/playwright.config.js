import { defineConfig } from "@playwright/test";

const port = process.env.TEST_PORT ?? "4173";
const home = `http://127.0.0.1:${port}`;
const isRoot = process.getuid?.() === 0;

const specs = (...names) => names.map((name) => `**/${name}.spec.js`);
const measurements = specs("lighthouse", "memory", "pool", "speed");

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
  // With the headers that the release ships, and again with none; the dark theme once, as it asks no host for anything.
  workers: 1,
  projects: [
    { name: "headers", use: { baseURL: `${home}/some/sub-path/` }, testIgnore: measurements },
    { name: "bare", use: { baseURL: `${home}/bare/sub-path/` }, testIgnore: measurements, grepInvert: /, dark/ },
    { name: "measurements", use: { baseURL: `${home}/some/sub-path/` }, testMatch: measurements },
  ],
  webServer: {
    command: "node serve.js",
    url: `${home}/some/sub-path/`,
    env: { TEST_PORT: port },
    reuseExistingServer: false,
  },
});
