import { execFileSync } from "node:child_process";
import { defineConfig } from "@playwright/test";

/** Chromium comes from the system; nothing is downloaded. Its shell is enough, and half the work. */
function findChromium(): string {
  const named = process.env["ONQUEUE_CHROMIUM"];
  if (named) return named;
  for (const name of ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]) {
    try {
      return execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
    } catch {
      // Not under this name.
    }
  }
  throw new Error("Chromium is not installed. Install it, or name it in ONQUEUE_CHROMIUM.");
}

const quiet = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-gpu",
];
const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const report = process.env["ONQUEUE_JUNIT"];

export default defineConfig({
  testDir: "tests",
  outputDir: "results",
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env["CI"]),
  // A machine that is shared can stall for longer than any patience; a retry is reported as flaky.
  retries: process.env["CI"] ? 1 : 0,
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: report ? [["list"], ["junit", { outputFile: report }]] : [["list"]],
  use: {
    actionTimeout: 45_000,
    navigationTimeout: 60_000,
    browserName: "chromium",
    locale: "en-GB",
    timezoneId: "UTC",
    // Recording costs a third of the journeys' time: it is for what failed already, or on request
    // with `--trace on`.
    trace: { mode: "on-first-retry", screenshots: false },
    screenshot: "only-on-failure",
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: { executablePath: findChromium(), args: [...quiet, ...asRoot] },
  },
});
