import { expect, it } from "vitest";
import { subjectName } from "./audit";

const row = { actor: "a1", actor_name: "Ada", subject: "q1", before: null, after: null };

it("names what a change is about by its name then, its name now, or its id", () => {
  expect(subjectName({ ...row, after: { name: "Billing" } }, { q1: "Invoices" })).toBe("Billing");
  expect(subjectName({ ...row, before: { title: "Hello" }, after: { name: "" } }, {})).toBe(
    "Hello",
  );
  expect(subjectName(row, { q1: "Invoices" })).toBe("Invoices");
  expect(subjectName({ ...row, subject: "a1" }, {})).toBe("Ada");
  expect(subjectName(row, {})).toBe("q1");
});
