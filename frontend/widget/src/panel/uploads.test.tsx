import { act, render, screen } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
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

afterEach(() => vi.unstubAllGlobals());

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

const OLD = "https://chat.example/api/chat/files/f1?t=x";

/** A server that gives new links, or none. */
function giveLinks(url: string | null): void {
  const answer = () => new Response(JSON.stringify({ url }), { status: url === null ? 404 : 200 });
  vi.stubGlobal("fetch", () => Promise.resolve(answer()));
}

async function fails(picture: HTMLElement): Promise<void> {
  await act(async () => {
    picture.dispatchEvent(new Event("error"));
    await new Promise((done) => setTimeout(done));
  });
}

/** Where the browser is led by a click on the file. */
async function ledTo(): Promise<string | undefined> {
  const led: string[] = [];
  const click = vi.spyOn(HTMLAnchorElement.prototype, "click");
  click.mockImplementation(function (this: HTMLAnchorElement) {
    led.push(this.href);
  });
  screen.getByRole("link").dispatchEvent(new MouseEvent("click", { cancelable: true }));
  await vi.waitFor(() => expect(led).toHaveLength(1));
  click.mockRestore();
  return led[0];
}

it("opens a file with a link of now, however long ago it came", async () => {
  giveLinks("/api/chat/files/f1?t=new");
  show("text/plain");
  expect(await ledTo()).toBe("https://chat.example/api/chat/files/f1?t=new");
});

it("opens a file with the link that it has where there is no new one", async () => {
  giveLinks(null);
  show("text/plain");
  expect(await ledTo()).toBe(OLD);
});

it("loads a picture whose link is too old with a new one", async () => {
  giveLinks("/api/chat/files/f1?t=new");
  show("image/png");
  await fails(screen.getByRole("img", { name: "frame" }));
  const picture = screen.getByRole("img", { name: "frame" });
  expect(picture).toHaveAttribute("src", "https://chat.example/api/chat/files/f1?t=new");
});

it("shows pictures of points in place, and as a file where they do not load", async () => {
  giveLinks(null);
  show("image/png");
  const picture = screen.getByRole("img", { name: "frame" });
  expect(picture).toHaveAttribute("src", OLD);
  await fails(picture);
  await fails(picture);
  expect(screen.queryByRole("img", { name: "frame" })).toBeNull();
  expect(screen.getByText("frame")).toBeVisible();
  expect(screen.getByRole("link")).toHaveAttribute("download", "frame");
});

it("shows nothing in place that could run", () => {
  show("image/svg+xml");
  expect(screen.queryByRole("img", { name: "frame" })).toBeNull();
  expect(screen.getByRole("link")).toHaveAttribute("download", "frame");
});
