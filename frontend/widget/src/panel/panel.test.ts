import { describe, expect, it } from "vitest";
import { inkOn } from "../loader/bubble";
import { chooseLanguage, chooseRegion, textIn, type FormField } from "../config";
import { IDLE, NEW_VIEW } from "../client/view";
import type { Message, State } from "../client/frames";
import { en } from "../i18n/en";
import { wordsFor } from "../i18n/words";
import { checkForm } from "./check";
import { Drafts } from "./drafts";
import { EMOJI, moveInGrid } from "./emoji";
import { refusalOf } from "./files";
import { initialsOf } from "./Header";
import { linkify } from "./linkify";
import { screenOf } from "./screen";
import { fileNameOf, transcriptOf } from "./transcript";

const words = wordsFor("en", en, {}, "en-GB");

describe("links", () => {
  const links = (text: string) => linkify(text).flatMap(({ href }) => href ?? []);

  it.each([
    ["see https://example.com/a.", ["https://example.com/a"]],
    ["(http://example.com/x_(y))", ["http://example.com/x_(y)"]],
    ["https://a.example, https://b.example!", ["https://a.example", "https://b.example"]],
    ["javascript:alert(1) data:text/html,x ftp://a.example", []],
    ["https://", []],
    ['<a href="https://a.example">x</a>', ["https://a.example"]],
  ])("in %s", (text, expected) => {
    expect(links(text)).toEqual(expected);
  });

  it("lose nothing of the text", () => {
    const text = "a https://a.example/?q=1), b\n<script>alert(1)</script> https://b.example";
    expect(
      linkify(text)
        .map((part) => part.text)
        .join(""),
    ).toBe(text);
  });
});

describe("the form", () => {
  const form: FormField[] = [
    { key: "name", label: { en: "Name" }, kind: "text", required: true },
    { key: "email", label: "Email", kind: "email", required: false },
    { key: "phone", label: "Phone", kind: "phone", required: false },
  ];

  it("names each field and the reason", () => {
    const answers = { name: " ", email: "ada", phone: "call me" };
    expect(checkForm(form, answers, words)).toEqual({
      name: "Name is missing. Please fill it in.",
      email: "Email must be an address like name@example.com.",
      phone: "Phone must be a telephone number, for example +44 20 7946 0000.",
    });
  });

  it("asks a question again where there is no answer", () => {
    const asked: FormField[] = [
      { key: "topic", label: "What is it about?", kind: "choice", required: true },
    ];
    expect(checkForm(asked, {}, words)).toEqual({ topic: "Please answer: What is it about?" });
  });

  it("lets good answers through", () => {
    const answers = { name: "Ada", email: "ada@example.com", phone: "+44 (20) 7946-0000" };
    expect(checkForm(form, answers, words)).toEqual({});
    expect(checkForm(form, { name: "x".repeat(201) }, words)).toEqual({
      name: "Name is too long: at most 200 characters.",
    });
  });
});

describe("files", () => {
  const rules = { enabled: true, max_bytes: 10_000_000, types: ["image/*", ".pdf"] };
  const file = (name: string, type: string, size = 10) =>
    new File([new Uint8Array(size)], name, { type });

  it("are taken by type or by ending", () => {
    expect(refusalOf(file("a.png", "image/png"), rules, words)).toBeNull();
    expect(refusalOf(file("A.PDF", ""), rules, words)).toBeNull();
  });

  it("are refused with the reason", () => {
    expect(refusalOf(file("a.exe", "application/x-dosexec"), rules, words)).toBe(
      "a.exe cannot be sent. These kinds can: IMAGE, PDF.",
    );
    expect(refusalOf(file("a.png", "image/png", 12_000_000), rules, words)).toBe(
      "a.png is too large: 12 MB. Files may have up to 10 MB.",
    );
    expect(refusalOf(file("a.png", "image/png", 0), rules, words)).toBe("a.png is empty.");
  });
});

describe("the screen", () => {
  const at = (phase: State["phase"], more = {}) =>
    ({ ...NEW_VIEW, known: true, state: { ...IDLE, phase }, ...more }) as const;
  const kept = (t: "start" | "leave", failure: object | null) =>
    [{ frame: { t, id: "x", form: {}, text: "" }, at: 0, files: [], failure }] as never;

  it.each([
    [NEW_VIEW, false, "loading"],
    [at("idle"), false, "form"],
    [at("idle", { open: false }), false, "closed"],
    [at("closed", { open: false }), false, "closed"],
    [at("waiting"), false, "chat"],
    [at("active", { open: false }), true, "chat"],
    [at("ended"), false, "ended"],
    [at("ended"), true, "form"],
    [at("message_left", { open: false }), false, "left"],
    [at("message_left", { open: false }), true, "closed"],
    [{ ...NEW_VIEW, pending: kept("start", null) }, false, "chat"],
    [{ ...NEW_VIEW, pending: kept("leave", null) }, false, "left"],
    [at("ended", { pending: kept("start", {}) }), false, "form"],
    [at("active", { fatal: {} }), false, "fatal"],
  ] as const)("%#", (view, anew, expected) => {
    expect(screenOf(view, anew)).toBe(expected);
  });
});

describe("the rest", () => {
  it("transcripts are plain text", () => {
    const base = { id: "m", name: null, files: [], code: null, params: {} };
    const at = new Date(2026, 5, 1, 9, 5).getTime();
    const messages: Message[] = [
      { ...base, seq: 1, at, from: "customer", text: "Hello\nthere" },
      { ...base, seq: 2, at, from: "system", text: "", code: "chat.taken", params: { name: "Mo" } },
      {
        ...base,
        seq: 3,
        at,
        from: "agent",
        name: "Mo",
        text: "",
        files: [{ id: "f", name: "a.pdf", size: 2_000, type: "application/pdf" }],
      },
    ];
    expect(transcriptOf(messages, words, "Northwind").split("\r\n")).toEqual([
      "Chat with Northwind",
      "",
      "Monday, 1 June 2026",
      "",
      "09:05  You: Hello",
      "       there",
      "09:05  · Mo is here for you.",
      "09:05  Mo: [a.pdf, 2 kB]",
      "",
    ]);
    expect(fileNameOf(messages, words)).toBe("chat 2026-06-01.txt");
  });

  it("arrow keys move in the emoji grid, and not out of it", () => {
    expect(EMOJI.length).toBe(48);
    expect(moveInGrid(0, "ArrowRight", 8, false)).toBe(1);
    expect(moveInGrid(0, "ArrowRight", 8, true)).toBe(0);
    expect(moveInGrid(3, "ArrowDown", 8, false)).toBe(11);
    expect(moveInGrid(3, "ArrowUp", 8, false)).toBe(0);
    expect(moveInGrid(3, "End", 8, false)).toBe(47);
    expect(moveInGrid(3, "a", 8, false)).toBeNull();
  });

  it("text on the accent colour can be read", () => {
    expect(inkOn("rgb(53, 80, 200)")).toBe("#fff");
    expect(inkOn("rgb(255, 221, 0)")).toBe("#16181d");
  });

  it("languages are matched by their base, regions kept", () => {
    expect(chooseLanguage(["de-AT", "en"], ["en", "de"])).toBe("de");
    expect(chooseLanguage(["fr"], ["de", "en"])).toBe("de");
    expect(chooseRegion(["en", "de-DE", "en-GB"], "en")).toBe("en-GB");
    expect(textIn({ de: "Hallo", en: "Hello" }, "fr")).toBe("Hello");
    expect(textIn(null, "en")).toBe("");
  });

  it("initials are those of the first and the last name", () => {
    expect([initialsOf("Mara"), initialsOf("Mara von Adler")]).toEqual(["M", "MA"]);
  });

  it("drafts survive a reload, and a broken one is nothing", () => {
    new Drafts("w1").keep("message", "half a sen");
    expect(new Drafts("w1").read("message", "")).toBe("half a sen");
    sessionStorage.setItem("onqueue.w1.draft.message", "{");
    expect(new Drafts("w1").read("message", "")).toBe("");
  });
});
