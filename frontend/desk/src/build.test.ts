import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";

const BUILT = join(import.meta.dirname, "../../../src/onqueue/web/static/desk");
const FIRST_LOAD_MAX = 300_000;

/** The page, and the scripts and styles it names: what must arrive before anything is seen. */
function firstLoad(): string[] {
  const page = readFileSync(join(BUILT, "index.html"), "utf8");
  const named = [...page.matchAll(/(?:src|href)="\/desk\/(assets\/[^"]+\.(?:js|css))"/g)];
  return ["index.html", ...named.map((found) => found[1] ?? "")];
}

it.runIf(existsSync(join(BUILT, "index.html")))("loads first in 300 kB, compressed", () => {
  const sizes = firstLoad().map((name) => gzipSync(readFileSync(join(BUILT, name))).length);
  expect(sizes.length).toBeGreaterThanOrEqual(3);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(FIRST_LOAD_MAX);
});

it.runIf(existsSync(BUILT))("has nothing inline that the content policy would refuse", () => {
  const page = readFileSync(join(BUILT, "index.html"), "utf8");
  expect(page).not.toMatch(/<style|<script(?![^>]*\ssrc=)|\sstyle=/);
  expect(readdirSync(join(BUILT, "assets")).filter((name) => name.endsWith(".map"))).toEqual([]);
});
