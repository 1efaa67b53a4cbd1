import { act } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "@onqueue/api/client";
import { live } from "../../live/store";
import { renderWith } from "../../testing/render";
import { Attention } from "./Attention";

afterEach(() => {
  vi.restoreAllMocks();
  live.dispatch({ t: "forget" });
});

function withCustomer(): void {
  const contact = { id: "c1", agent: "amira", state: "active", conversation: "talk" };
  const entities = { contact: { c1: contact as never } };
  const frame = { t: "snapshot", now_at: 3, n: 1, epoch: "e1", entities } as const;
  act(() => live.dispatch({ t: "frame", frame, now: 3 }));
}

function says(seq: number, text: string): void {
  const item = { id: `m${seq}`, seq, kind: "customer", author_id: "ada", author_name: "Ada", text };
  const frame = { t: "messages" as const, conversation: "talk", items: [item as never] };
  act(() => live.dispatch({ t: "frame", frame, now: 3 }));
}

it("hears customers while the agent is on another screen", async () => {
  const page = { data: { items: [], more: false }, response: new Response() };
  vi.spyOn(api, "GET").mockResolvedValue(page as never);
  const watch = vi.spyOn(live, "watch");
  const { unmount } = await renderWith(<Attention elsewhere />);
  withCustomer();
  await vi.waitFor(() => expect(watch.mock.calls).toEqual([["talk"]]));
  says(1, "Are you there?");
  expect(document.title).toBe("(1) Onqueue");
  says(2, "Hello?");
  expect(document.title).toBe("(2) Onqueue");
  unmount();
  expect(document.title).toBe("Onqueue");
});

it("leaves watching to the workplace where that is open", async () => {
  const read = vi.spyOn(api, "GET");
  await renderWith(<Attention elsewhere={false} />);
  withCustomer();
  expect(read).not.toHaveBeenCalled();
});
