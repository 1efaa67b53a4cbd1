import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = process.env["ONQUEUE_SERVER"] ?? "http://127.0.0.1:8000";

export default defineConfig({
  base: "/desk/",
  plugins: [react()],
  build: {
    outDir: "../../src/onqueue/web/static/desk",
    emptyOutDir: true,
    target: "es2022",
    // The content policy allows nothing inline, so small files stay files.
    assetsInlineLimit: 0,
  },
  server: {
    port: 5173,
    // Everything but the app itself, sockets too, is answered by the running server.
    proxy: { "^/(?!desk(/|$))": { target: server, ws: true } },
  },
});
