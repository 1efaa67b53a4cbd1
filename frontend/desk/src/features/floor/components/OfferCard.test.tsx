import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { live } from "../../../live/store";
import { shortcuts } from "../../../ui/shortcuts/registry";
import { renderWith } from "../../../testing/render";
import { floor } from "../api";
import { OfferDock } from "./OfferDock";

vi.mock("@tanstack/react-router", () => ({ useNavigate: () => vi.fn() }));

const MADE = Date.now();

function offer(id: string, part: object = {}): [string, string, unknown] {
  return [
    "offer",
    id,
    {
      id,
      contact: `contact-${id}`,
      agent: "amira",
      kind: "contact",
      made_at: MADE,
      expires_at: MADE + 20_000,
      why: {
        rule: "least_loaded_longest_idle",
        queue: "q1",
        waited_ms: 95_000,
        priority: 0,
        position: 1,
        candidates_total: 3,
        candidates: [{ agent: "amira", load: 0, idle_ms: 240_000 }],
      },
      ...part,
    },
  ];
}

function contact(id: string, name: string): [string, string, unknown] {
  return [
    "contact",
    id,
    {
      id,
      customer_name: name,
      topic: "Charged twice",
      note: "Wants a call back.",
      consult: null,
      waiting_since_at: MADE - 95_000,
    },
  ];
}

function show(put: [string, string, unknown][], del: [string, string][] = []): void {
  act(() => live.dispatch({ t: "frame", frame: { t: "patch", n: 2, put, del }, now: MADE }));
}

beforeEach(() => {
  live.dispatch({
    t: "frame",
    frame: {
      t: "snapshot",
      now_at: Date.now(),
      n: 1,
      epoch: "e1",
      entities: { queue: { q1: { id: "q1", name: "Billing" } as never } },
    },
    now: MADE,
  });
});
vi.setConfig({ testTimeout: 20_000 });
afterEach(() => {
  vi.restoreAllMocks();
  live.dispatch({ t: "forget" });
});

describe("offers", () => {
  it("say who, what about, from where, and why me", async () => {
    await renderWith(<OfferDock />);
    expect(screen.queryByRole("article")).toBeNull();
    show([offer("o1"), contact("contact-o1", "Olive Santos")]);
    const card = screen.getByRole("article", { name: "Offer: Olive Santos" });
    for (const text of ["Chat · Billing", "Charged twice", "Wants a call back."]) {
      expect(card).toHaveTextContent(text);
    }
    expect(card).toHaveTextContent("free longest of 3 (4 min)");
    expect(screen.getByRole("alert")).toHaveTextContent("New offer from Olive Santos, Billing");
  });

  it("say which number a caller shows, what was before, and that a number is no name", async () => {
    await renderWith(<OfferDock />);
    const caller = { number: "+49 170 1234567", known_by: "number", earlier: 2, earlier_at: MADE };
    const [kind, id, about] = contact("contact-o1", "Olive Santos");
    show([offer("o1"), [kind, id, { ...(about as object), channel: "voice", caller }]]);
    const card = screen.getByRole("article");
    expect(card).toHaveTextContent("Number shown by the caller: +49 170 1234567");
    expect(card).toHaveTextContent("2 earlier conversations, the last");
    const several = { ...caller, known_by: "several", earlier: 0, earlier_at: null };
    show([[kind, id, { ...(about as object), customer_name: "", caller: several }]]);
    expect(screen.getByRole("article", { name: "Offer: A customer" })).toHaveTextContent(
      "Several customers have this number",
    );
    const none = { ...several, number: "", known_by: "withheld" };
    show([[kind, id, { ...(about as object), caller: none }]]);
    expect(screen.getByRole("article")).toHaveTextContent("The caller shows no number");
    expect(screen.getByRole("article")).not.toHaveTextContent("Number shown");
  });

  it("are taken by button or key, the most urgent one first", async () => {
    const accept = vi.spyOn(floor, "accept").mockResolvedValue({} as never);
    await renderWith(<OfferDock />);
    show([
      offer("late", { expires_at: MADE + 30_000 }),
      contact("contact-late", "Paul Richter"),
      offer("soon"),
      contact("contact-soon", "Olive Santos"),
    ]);
    act(() => void shortcuts.trigger("offer.accept"));
    expect(accept.mock.calls).toEqual([["soon"]]);
    await act(() => Promise.resolve());
    await userEvent.click(
      screen.getAllByRole("button", { name: /^Accept/ }).at(1) ?? document.body,
    );
    expect(accept.mock.calls).toEqual([["soon"], ["late"]]);
  });

  it("are declined with a reason", async () => {
    const decline = vi.spyOn(floor, "decline").mockResolvedValue({} as never);
    await renderWith(<OfferDock />);
    show([offer("o1"), contact("contact-o1", "Olive Santos")]);
    await userEvent.click(screen.getByRole("button", { name: /^Decline/ }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Not for me" }));
    expect(decline.mock.calls).toEqual([["o1", "not_mine"]]);
  });

  it("flash the title while they ring, and give it back", async () => {
    document.title = "Onqueue";
    await renderWith(<OfferDock />);
    show([offer("o1"), contact("contact-o1", "Olive Santos")]);
    expect(document.title).toBe("● New offer");
    show([], [["offer", "o1"]]);
    expect(document.title).toBe("Onqueue");
    expect(screen.queryByRole("article")).toBeNull();
  });
});
