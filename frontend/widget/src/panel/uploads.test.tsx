import { act, render, screen } from "@testing-library/preact";
import { expect, it } from "vitest";
import { en } from "../i18n/en";
import { wordsFor } from "../i18n/words";
import { Drafts } from "./drafts";
import { EnvContext, type Env } from "./env";
import { MessageRow } from "./MessageRow";
import { useUploads, type Uploads } from "./uploads";

const env = {
  ...wordsFor("en", en, {}, "en-GB"),
  base: "https://chat.example",
  client: { token: "t" },
  config: { files: { enabled: true, max_bytes: 1_000, types: ["image/*", ".txt"] } },
  drafts: new Drafts("uploads-test"),
} as unknown as Env;

it("names every file that does not go along, and why", () => {
  let uploads: Uploads | undefined;
  const Held = () => {
    uploads = useUploads();
    return null;
  };
  render(
    <EnvContext.Provider value={env}>
      <Held />
    </EnvContext.Provider>,
  );
  const large = new File([new Uint8Array(2_000)], "large.txt", { type: "text/plain" });
  const evil = new File(["MZ"], "evil.exe", { type: "application/x-dosexec" });
  void act(() => uploads?.add([evil, large, new File([], "empty.txt", { type: "text/plain" })]));
  expect(uploads?.problem?.split("\n")).toEqual([
    "evil.exe cannot be sent. These kinds can: IMAGE, TXT.",
    "large.txt is too large: 2 kB. Files may have up to 1 kB.",
    "empty.txt is empty.",
  ]);
  expect(uploads?.list).toEqual([]);
});

const message = (type: string) => ({
  id: "m1",
  seq: 1,
  from: "agent" as const,
  name: "Amira",
  text: "",
  at: 0,
  files: [{ id: "f1", name: "frame", size: 10, type, url: "/api/chat/files/f1?t=x" }],
  code: null,
  params: {},
});

function show(type: string): void {
  render(
    <EnvContext.Provider value={env}>
      <MessageRow message={message(type)} first />
    </EnvContext.Provider>,
  );
}

it("shows pictures of points in place, and as a file where they do not load", () => {
  show("image/png");
  const picture = screen.getByRole("img", { name: "frame" });
  expect(picture).toHaveAttribute("src", "https://chat.example/api/chat/files/f1?t=x");
  void act(() => void picture.dispatchEvent(new Event("error")));
  expect(screen.queryByRole("img", { name: "frame" })).toBeNull();
  expect(screen.getByText("frame")).toBeVisible();
  expect(screen.getByRole("link")).toHaveAttribute("download", "frame");
});

it("shows nothing in place that could run", () => {
  show("image/svg+xml");
  expect(screen.queryByRole("img", { name: "frame" })).toBeNull();
  expect(screen.getByRole("link")).toHaveAttribute("download", "frame");
});
