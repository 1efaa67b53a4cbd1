import { defineConfig } from "vite";

/** Two scripts with fixed names, because customers' pages name them: --mode loader | panel. */
export default defineConfig(({ mode }) => ({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
  build: {
    outDir: "../../src/onqueue/web/static/widget",
    emptyOutDir: mode === "loader",
    target: "es2020",
    lib: {
      entry: mode === "panel" ? "src/panel.tsx" : "src/loader.ts",
      formats: ["iife"],
      name: mode === "panel" ? "OnqueuePanel" : "OnqueueLoader",
      fileName: () => `${mode}.js`,
    },
  },
}));
