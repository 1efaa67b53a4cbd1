import { screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { live } from "../../live/store";
import type { ContactEntity } from "../../live/protocol";
import { renderWith } from "../../testing/render";
import { ContactCall } from "./ContactCall";

vi.mock("../../live/threads", () => ({
  useThread: () => ({
    thread: {
      items: [
        { kind: "reply", attachments: [{ id: "other", type: "audio/wav" }] },
        { kind: "customer", attachments: [{ id: "voice", type: "audio/wav" }] },
      ],
    },
  }),
}));

const CONTACT = {
  id: "c1",
  conversation: "t1",
  channel: "voice",
  state: "active",
  agent: "amira",
  caller: { number: "", known_by: "withheld", earlier: 0, earlier_at: null, message: true },
} as unknown as ContactEntity;

afterEach(() => live.dispatch({ t: "forget" }));

it("plays a message that was left, and offers nothing of a call", async () => {
  await renderWith(<ContactCall contact={CONTACT} focused />);
  expect(await screen.findByText(/Nobody is on the line/u)).toBeVisible();
  expect(screen.getByLabelText("Message", { selector: "audio" })).toHaveAttribute(
    "src",
    "/api/files/voice",
  );
  expect(screen.queryByRole("button")).toBeNull();
});
