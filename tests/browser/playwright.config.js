import { defineConfig } from "@playwright/test";

const port = process.env.TEST_PORT ?? "4173";
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: ".",
  // One after the other and never twice: a test that passes at the second try is broken.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  reporter: [["list"], ["./count-reporter.js"]],
  use: {
    baseURL: `http://127.0.0.1:${port}/some/sub-path/`,
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
  webServer: {
    command: "node serve.js",
    url: `http://127.0.0.1:${port}/some/sub-path/`,
    env: { TEST_PORT: port },
    reuseExistingServer: false,
  },
});
