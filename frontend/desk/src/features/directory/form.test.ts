import { describe, expect, it } from "vitest";
import type { FormField } from "@onqueue/api/models";
import { cleaned, faultOf, isGoodForm, keyFrom, moved, newField, withOptions } from "./form";
import { NEW_WIDGET } from "./widget";

const field = (part: Partial<FormField>): FormField => ({
  ...newField("order", ["en"]),
  label: { en: "Order" },
  ...part,
});

describe("keyFrom", () => {
  it("makes a key of a wording, and another one of the same", () => {
    expect(keyFrom("Order number?", [])).toBe("order_number");
    expect(keyFrom("  2. Größe", [])).toBe("gro_e");
    expect(keyFrom("???", [])).toBe("question");
    expect(keyFrom("Order", ["order", "order_2"])).toBe("order_3");
  });
});

describe("faultOf", () => {
  it("finds what the server would refuse", () => {
    const good = field({});
    const choice = field({ key: "topic", kind: "choice" });
    const twice = [
      { value: "a", label: { en: "A" } },
      { value: "a", label: { en: "B" } },
    ];
    expect(faultOf(good, [good])).toBeNull();
    expect(faultOf(field({ key: "Order No" }), [])).toBe("key");
    expect(faultOf(good, [good, good])).toBe("key_twice");
    expect(faultOf(field({ label: { en: " " } }), [])).toBe("label");
    expect(faultOf(choice, [choice])).toBe("options");
    expect(faultOf({ ...choice, options: twice }, [])).toBe("option_value");
    expect(faultOf({ ...choice, options: [{ value: "a", label: {} }] }, [])).toBe("option_label");
    expect(isGoodForm([good, { ...choice, options: [{ value: "a", label: { en: "A" } }] }])).toBe(
      true,
    );
  });
});

describe("withOptions", () => {
  const old = field({
    kind: "choice",
    options: [
      { value: "bill", label: { en: "Bill" } },
      { value: "tech", label: { en: "Technical" } },
    ],
    queue_by_option: { bill: "q1", tech: "q2" },
  });

  it("keeps where an option leads when it is renamed", () => {
    const next = withOptions(old, [
      { value: "invoice", label: { en: "Bill" } },
      ...old.options.slice(1),
    ]);
    expect(next.queue_by_option).toEqual({ invoice: "q1", tech: "q2" });
  });

  it("forgets where an option led that is gone", () => {
    expect(withOptions(old, old.options.slice(1)).queue_by_option).toEqual({ tech: "q2" });
  });
});

it("moves within the list, and nowhere past its ends", () => {
  expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
  expect(moved(["a", "b"], 1, 1)).toEqual(["a", "b"]);
  expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
});

it("leaves out empty wordings, other languages, and options of what is no choice", () => {
  const draft = {
    ...NEW_WIDGET,
    languages: ["en"],
    form: [field({ label: { en: "Order", de: "Auftrag" }, options: [{ value: "a", label: {} }] })],
    look: { ...NEW_WIDGET.look, title: { en: " ", de: "Hilfe" }, privacy_url: " " },
  };
  const clean = cleaned(draft);
  expect(clean.form[0]?.label).toEqual({ en: "Order" });
  expect(clean.form[0]?.options).toEqual([]);
  expect(clean.look.title).toEqual({});
  expect(clean.look.privacy_url).toBeNull();
});
