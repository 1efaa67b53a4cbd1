import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { de } from "./de";
import { en as first } from "./en";
import { enOffice } from "./enOffice";

const en = { ...first, ...enOffice };
const SOURCE = join(import.meta.dirname, "..");

function keysOf(node: object, path = ""): string[] {
  return Object.entries(node).flatMap(([key, value]) => {
    const here = path === "" ? key : `${path}.${key}`;
    return typeof value === "string" ? [here] : keysOf(value as object, here);
  });
}

function textOf(node: unknown, key: string): string {
  return key.split(".").reduce<unknown>((old, part) => (old as never)[part], node) as string;
}

function sources(): string {
  return readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
    .map((name) => readFileSync(join(SOURCE, name), "utf8"))
    .join("\n");
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1] ?? "").sort();
}

describe("words", () => {
  const keys = keysOf(en);

  it("are the same in both languages", () => {
    expect(keysOf(de).sort()).toEqual([...keys].sort());
  });

  it("say something, and fill the same values", () => {
    expect(
      keys.filter((key) => textOf(de, key).trim() === "" || textOf(en, key).trim() === ""),
    ).toEqual([]);
    const different = keys.filter(
      (key) => placeholders(textOf(en, key)).join() !== placeholders(textOf(de, key)).join(),
    );
    expect(different).toEqual([]);
  });

  it("are all used", () => {
    const code = sources();
    // A key built from parts counts by what stands before its first part.
    const starts = [...code.matchAll(/`([a-z]+\.[\w.]*)\$\{/g)].map((found) => found[1] ?? "");
    const unused = keys
      .map((key) => key.replace(/_(one|other)$/, ""))
      .filter((key) => !code.includes(`"${key}"`) && !code.includes(`\`${key}\``))
      .filter((key) => !starts.some((start) => key.startsWith(start)));
    expect(unused).toEqual([]);
  });
});
