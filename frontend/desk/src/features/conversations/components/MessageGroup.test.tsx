import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Message } from "@onqueue/api/models";
import { renderWith } from "../../../testing/render";
import { MessageGroup } from "./MessageGroup";

const MESSAGE: Message = {
  id: "m1",
  conversation: "c1",
  seq: 1,
  public_seq: 1,
  at: 0,
  kind: "customer",
  author_id: "v1",
  author_name: "Olive Santos",
  text: "Guten Tag",
  language: "de-AT",
  code: "",
  params: {},
  attachments: [],
  seen_by_customer_at: null,
};

const show = (message: Message) =>
  renderWith(<MessageGroup items={[message]} me="a1" customerName="Olive Santos" seen={0} />);

describe("a message", () => {
  it("says which language the customer wrote it in, so that it is read aloud right", async () => {
    await show(MESSAGE);
    expect(screen.getByText("Guten Tag")).toHaveAttribute("lang", "de-AT");
  });

  it("is in the language of the page where nobody knows another", async () => {
    await show({ ...MESSAGE, language: "" });
    expect(screen.getByText("Guten Tag")).not.toHaveAttribute("lang");
  });
});
