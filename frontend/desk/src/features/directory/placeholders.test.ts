import { expect, it } from "vitest";
import { filledPieces, unknownPlaceholders } from "./placeholders";

it("puts values in, and leaves what does not exist to be seen", () => {
  const values = { "customer.first_name": "Ada", "agent.name": "Bo Li" };
  expect(filledPieces("Hi {customer.first_name}, {agent.nme} here.", values)).toEqual([
    { text: "Hi ", kind: "text" },
    { text: "Ada", kind: "value" },
    { text: ", ", kind: "text" },
    { text: "{agent.nme}", kind: "unknown" },
    { text: " here.", kind: "text" },
  ]);
});

it("names each unknown placeholder once", () => {
  expect(unknownPlaceholders("{a} {customer.name} {a} {}")).toEqual(["a", ""]);
  expect(unknownPlaceholders("no braces } here {")).toEqual([]);
});
