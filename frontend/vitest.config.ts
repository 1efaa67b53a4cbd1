import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const tests = ["src/**/*.test.{ts,tsx}"];

export default defineConfig({
  test: {
    passWithNoTests: true,
    projects: [
      { root: "api", test: { name: "api", include: tests, environment: "node" } },
      {
        root: "desk",
        plugins: [react()],
        test: {
          name: "desk",
          include: tests,
          environment: "jsdom",
          setupFiles: ["./test-setup.ts"],
          css: false,
        },
      },
      {
        root: "widget",
        oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
        test: {
          name: "widget",
          include: tests,
          environment: "jsdom",
          setupFiles: ["./test-setup.ts"],
        },
      },
    ],
  },
});
