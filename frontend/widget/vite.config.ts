import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const outDir =
  process.env["ONQUEUE_WIDGET_OUT"] ??
  fileURLToPath(new URL("../../src/onqueue/web/static/widget", import.meta.url));

/** The loader asks for the panel by its content, so that a cached panel is never an old one. */
function panelFile(): string {
  const digest = createHash("sha256")
    .update(readFileSync(`${outDir}/panel.js`))
    .digest("hex");
  return `panel.js?v=${digest.slice(0, 12)}`;
}

/** Two scripts with fixed names, because customers' pages name them: first --mode panel, then loader. */
export default defineConfig(({ mode }) => ({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  resolve: {
    alias: {
      "preact/jsx-runtime": fileURLToPath(new URL("src/jsx-runtime.ts", import.meta.url)),
    },
  },
  define: {
    "process.env.NODE_ENV": JSON.stringify("production"),
    ...(mode === "loader" && { PANEL_FILE: JSON.stringify(panelFile()) }),
  },
  build: {
    outDir,
    emptyOutDir: mode === "panel",
    target: "es2022",
    // Browsers of 2023: without this, every logical property becomes two physical ones.
    cssTarget: ["chrome111", "firefox113", "safari16.4"],
    lib: {
      entry: mode === "panel" ? "src/panel.tsx" : "src/loader.ts",
      formats: [mode === "panel" ? "es" : "iife"],
      name: "OnqueueLoader",
      fileName: () => `${mode}.js`,
    },
    // As a library, so that no code is added for preloading; but as small as a page's own script.
    rolldownOptions: {
      output: { minify: true, comments: false, chunkFileNames: "[name]-[hash].js" },
    },
  },
}));
