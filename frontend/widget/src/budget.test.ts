// @vitest-environment node
/** What a customer's page must load: the two files as they are built, compressed. */

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const outDir = fileURLToPath(new URL("../../node_modules/.cache/widget-budget", import.meta.url));

function build(mode: string): void {
  const vite = fileURLToPath(new URL("../../node_modules/vite/bin/vite.js", import.meta.url));
  const options = ["build", "--mode", mode, "--outDir", outDir, "--logLevel", "error"];
  execFileSync(process.execPath, [vite, ...options], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production", ONQUEUE_WIDGET_OUT: outDir },
  });
}

function gzipBytesOf(file: string): number {
  return gzipSync(readFileSync(`${outDir}/${file}`), { level: 9 }).length;
}

describe("the budget", () => {
  // The panel comes first: the loader carries its digest.
  beforeAll(() => {
    build("panel");
    build("loader");
  }, 120_000);

  it("of loader.js is 3 kB", () => {
    expect(gzipBytesOf("loader.js")).toBeLessThanOrEqual(3_000);
  });

  it("of panel.js, with what it shares with the call part, is 25 kB", () => {
    const [shared = ""] = readdirSync(outDir).filter((file) => file.startsWith("jsx-runtime-"));
    expect(gzipBytesOf("panel.js") + gzipBytesOf(shared)).toBeLessThanOrEqual(25_000);
  });

  it("of the call part, for those who call, is 6 kB", () => {
    const [call = ""] = readdirSync(outDir).filter((file) => file.startsWith("call-"));
    expect(gzipBytesOf(call)).toBeLessThanOrEqual(6_000);
  });

  it("of the flow part, for those whom a flow asks, is 1 kB", () => {
    const [flow = ""] = readdirSync(outDir).filter((file) => file.startsWith("flow-"));
    expect(gzipBytesOf(flow)).toBeLessThanOrEqual(1_000);
  });

  it("of the emoji, for those who want one, is 1 kB", () => {
    const [emoji = ""] = readdirSync(outDir).filter((file) => file.startsWith("EmojiPicker-"));
    expect(gzipBytesOf(emoji)).toBeLessThanOrEqual(1_000);
  });

  it("of a language, of which a visitor loads one, is 2.5 kB", () => {
    const languages = readdirSync(outDir).filter((file) => /^[a-z]{2}-.*\.js$/.test(file));
    expect(languages.map((file) => file.slice(0, 2)).sort()).toEqual(["de", "en"]);
    for (const file of languages) expect(gzipBytesOf(file)).toBeLessThanOrEqual(2_500);
  });
});
