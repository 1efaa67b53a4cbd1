import { expect, it } from "vitest";
import type { Queue } from "@onqueue/api/models";
import { draftOf, NEW_QUEUE, thresholdFault } from "./queue";

it("refuses a board that would turn red before it turns amber", () => {
  const { thresholds } = NEW_QUEUE;
  expect(thresholdFault(thresholds)).toBeNull();
  expect(thresholdFault({ ...thresholds, waiting_amber: 11 })).toBe("waiting");
  expect(thresholdFault({ ...thresholds, oldest_red_s: 59 })).toBe("oldest");
  expect(thresholdFault({ ...thresholds, sl_amber: 50 })).toBe("sl");
  expect(thresholdFault({ ...thresholds, sl_amber: 60 })).toBeNull();
});

it("takes from a queue what can be changed, and nothing else", () => {
  const kept = { id: "q", archived: false, version: 3, changed_at: 1, changed_by: "Ada" };
  const queue: Queue = { ...NEW_QUEUE, name: "Billing", ...kept };
  expect(draftOf(queue)).toEqual({ ...NEW_QUEUE, name: "Billing" });
});
