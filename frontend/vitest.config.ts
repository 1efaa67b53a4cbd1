import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const tests = ["src/**/*.test.{ts,tsx}"];
const logic = ["src/**/*.test.ts"];
const screens = ["src/**/*.test.tsx"];
// Says that a test hangs, not that it is slow: it may share its processor with many others.
const testTimeout = 60_000;

export default defineConfig({
  test: {
    passWithNoTests: true,
    projects: [
      { root: "api", test: { name: "api", include: tests, environment: "node", testTimeout } },
      // A browser takes longer to make than most tests take: what has no screen goes without, or
      // asks for one in its first line with `@vitest-environment jsdom`.
      { root: "desk", test: { name: "desk", include: logic, environment: "node", testTimeout } },
      {
        root: "desk",
        plugins: [react()],
        test: {
          name: "screens",
          include: screens,
          environment: "jsdom",
          testTimeout,
          setupFiles: ["./test-setup.ts"],
          css: false,
          // What a screen is made of is read once, not for each file: half the time of all tests.
          isolate: false,
        },
      },
      {
        root: "widget",
        oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
        test: {
          name: "widget",
          include: tests,
          environment: "jsdom",
          testTimeout,
          setupFiles: ["./test-setup.ts"],
        },
      },
    ],
  },
});
