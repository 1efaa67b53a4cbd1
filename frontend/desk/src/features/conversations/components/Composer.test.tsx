import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Attachment, OwnMessageKind } from "@onqueue/api/models";
import { Unreachable } from "@onqueue/api/problem";
import { directoryKeys } from "../../../api/directory";
import { queryClient } from "../../../api/query";
import { outbox } from "../../../live/sending";
import { renderWith } from "../../../testing/render";
import { shortcuts } from "../../../ui/shortcuts/registry";
import { saveDraft } from "../drafts";
import { trays } from "../trays";
import * as uploading from "../uploads";
import { Composer } from "./Composer";

const REPLIES = [
  {
    id: "r1",
    shortcut: "hello",
    title: "Greeting",
    text: "Hello {customer.first_name}, this is {agent.first_name}.",
    language: "en",
    queue_ids: [],
    personal: false,
  },
  {
    id: "r2",
    shortcut: "order",
    title: "Order",
    text: "Your order is {order.number}.",
    language: "en",
    queue_ids: [],
    personal: false,
  },
];

async function open(kinds: OwnMessageKind[] = ["reply", "note"], conversation = "c1") {
  const view = await renderWith(
    <Composer
      conversation={conversation}
      kinds={kinds}
      context={{
        customer: "Olive Santos",
        agent: "Amira Haddad",
        queue: "Billing",
        centre: "Velo",
      }}
      where={{ queue: "q1", language: "en" }}
      focused
    />,
  );
  act(() => {
    queryClient.setQueryData(directoryKeys.canned, REPLIES);
  });
  return view;
}

const reply = (): HTMLElement => screen.getByRole("textbox", { name: "Reply to the customer" });
const note = (): HTMLElement => screen.getByRole("textbox", { name: "Note for colleagues" });

/** All at once: a keystroke at a time is slow in a browser without a screen. */
async function write(field: HTMLElement, text: string, then = ""): Promise<void> {
  act(() => field.focus());
  await userEvent.paste(text);
  if (then !== "") await userEvent.keyboard(then);
}

/** Choose a file; the server's answer comes when the test says so. */
async function attach(name: string): Promise<{ arrive: () => void; fail: () => void }> {
  let settle: [(file: Attachment) => void, (error: unknown) => void] | undefined;
  const done = new Promise<Attachment>((...both) => (settle = both));
  vi.spyOn(uploading, "uploadFile").mockReturnValue({ done, abort: () => undefined });
  const field = document.querySelector<HTMLInputElement>("input[type=file]");
  if (field === null) throw new Error("nothing to choose files with");
  await userEvent.upload(field, new File(["order"], name, { type: "text/plain" }));
  const file = { id: "f1", name, type: "text/plain", size: 5, safe_inline: false };
  return { arrive: () => settle?.[0](file), fail: () => settle?.[1](new Unreachable()) };
}

let sent: { kind: string; text: string; files?: string[] }[] = [];
beforeEach(() => {
  sent = [];
  sessionStorage.clear();
  trays.forget();
  vi.stubGlobal("fetch", () => new Promise(() => undefined));
  vi.spyOn(outbox, "send").mockImplementation(({ kind, text, attachments }) => {
    const files = attachments.map(({ id }) => id);
    sent.push({ kind, text, ...(files.length > 0 && { files }) });
    return true;
  });
});
vi.setConfig({ testTimeout: 20_000 });
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe("Composer", () => {
  it("sends with Enter, and breaks the line with Shift and Enter", async () => {
    await open();
    await write(reply(), "One", "{Shift>}{Enter}{/Shift}");
    await write(reply(), "two", "{Enter}");
    expect(sent).toEqual([{ kind: "reply", text: "One\ntwo" }]);
    expect(reply()).toHaveValue("");
  });

  it("goes on with the note that was being written", async () => {
    saveDraft("c1", "note", "Half a no");
    await open();
    expect(note()).toHaveValue("Half a no");
  });

  it("does not send nothing", async () => {
    await open();
    await write(reply(), "   ", "{Enter}");
    expect(sent).toEqual([]);
    expect(screen.getByRole("button", { name: "Send" })).toBeDisabled();
  });

  it("keeps a note apart from a reply: own text, own words, own button", async () => {
    await open();
    await write(reply(), "For you");
    act(() => void shortcuts.trigger("compose.note"));
    expect(note()).toHaveValue("");
    expect(screen.getByText("Only colleagues see this")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Send" })).toBeNull();
    await write(note(), "Between us", "{Enter}");
    expect(sent).toEqual([{ kind: "note", text: "Between us" }]);
    act(() => void shortcuts.trigger("compose.reply"));
    expect(reply()).toHaveValue("For you");
  });

  it("offers no reply to one who only helps", async () => {
    await open(["note"]);
    expect(screen.queryByRole("button", { name: /Reply/ })).toBeNull();
    act(() => void shortcuts.trigger("compose.reply"));
    expect(note()).toBeVisible();
  });

  it("keeps the draft of each conversation", async () => {
    const first = await open();
    await write(reply(), "Half a sent");
    first.unmount();
    const second = await open(["reply", "note"], "c2");
    expect(reply()).toHaveValue("");
    second.unmount();
    await open();
    expect(reply()).toHaveValue("Half a sent");
  });

  it("finds a canned reply by its shortcut and fills it", async () => {
    await open();
    await write(reply(), "/he");
    expect(screen.getByRole("option", { name: /Greeting/ })).toHaveAttribute(
      "aria-selected",
      "true",
    );
    expect(screen.getByText("Hello Olive, this is Amira.")).toBeVisible();
    await userEvent.keyboard("{Enter}");
    expect(reply()).toHaveValue("Hello Olive, this is Amira.");
    expect(sent).toEqual([]);
  });

  it("does not send a placeholder that has no value, and loses nothing", async () => {
    await open();
    await write(reply(), "/order", "{Enter}");
    await userEvent.keyboard("{Enter}");
    expect(sent).toEqual([]);
    expect(screen.getByText(/\{order\.number\} has no value/)).toBeVisible();
    expect(reply()).toHaveValue("Your order is {order.number}.");
  });

  it("sends by itself once its file is there", async () => {
    await open();
    const order = await attach("order.txt");
    await write(reply(), "Here it is", "{Enter}");
    expect(sent).toEqual([]);
    expect(screen.getByText("It is sent as soon as the files are uploaded.")).toBeVisible();
    order.arrive();
    await act(() => Promise.resolve());
    expect(sent).toEqual([{ kind: "reply", text: "Here it is", files: ["f1"] }]);
    expect(reply()).toHaveValue("");
  });

  it("does not send by itself what is being changed", async () => {
    await open();
    const order = await attach("order.txt");
    await write(reply(), "Here it is", "{Enter}");
    await write(reply(), " not");
    order.arrive();
    await act(() => Promise.resolve());
    expect(sent).toEqual([]);
    expect(reply()).toHaveValue("Here it is not");
  });

  it("does not send without a file that was to go along", async () => {
    await open();
    const order = await attach("order.txt");
    await write(reply(), "Here it is", "{Enter}");
    order.fail();
    await act(() => Promise.resolve());
    expect(sent).toEqual([]);
    expect(
      screen.getByText("A file could not be uploaded. Remove it, or try it again."),
    ).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Remove order.txt" }));
    await userEvent.click(screen.getByRole("button", { name: "Send" }));
    expect(sent).toEqual([{ kind: "reply", text: "Here it is" }]);
  });

  it("keeps the files of each conversation, also of one that is not looked at", async () => {
    const first = await open();
    const order = await attach("order.txt");
    first.unmount();
    const second = await open(["reply", "note"], "c2");
    expect(screen.queryByText("order.txt")).toBeNull();
    order.arrive();
    await act(() => Promise.resolve());
    second.unmount();
    await open();
    await write(reply(), "Here it is", "{Enter}");
    expect(sent).toEqual([{ kind: "reply", text: "Here it is", files: ["f1"] }]);
  });

  it("keeps a file over a reload, as it does the text", async () => {
    const first = await open();
    const order = await attach("order.txt");
    order.arrive();
    await act(() => Promise.resolve());
    first.unmount();
    trays.forget();
    await open();
    expect(screen.getByRole("button", { name: "Remove order.txt" })).toBeVisible();
  });

  it("says that a text is too long, and cuts nothing off", async () => {
    await open();
    const long = "long ".repeat(900);
    await write(reply(), long);
    expect(reply()).toHaveValue(long);
    await userEvent.keyboard("{Enter}");
    expect(sent).toEqual([]);
    expect(
      screen.getByText("That is too long: at most 4000 characters in one message."),
    ).toBeVisible();
    expect(reply()).toHaveValue(long);
  });
});
