import { render, screen, waitFor } from "@testing-library/react";
import { useRef, useState } from "react";
import { describe, expect, it } from "vitest";
import { focusOnMount, useFocusBack, useFocusKept } from "./focus";

function Cover({ onClose }: { onClose: () => void }) {
  useFocusBack();
  return (
    <button ref={focusOnMount} onClick={onClose}>
      Close
    </button>
  );
}

function Page() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button onClick={() => setOpen(true)}>Open</button>
      {open && <Cover onClose={() => setOpen(false)} />}
    </>
  );
}

function Frame() {
  const [place, setPlace] = useState("list");
  const screen = useRef<HTMLElement>(null);
  useFocusKept(place, screen);
  return (
    <>
      <button onClick={() => setPlace("elsewhere")}>Stays</button>
      <main ref={screen} tabIndex={-1}>
        {place === "list" && <button onClick={() => setPlace("form")}>Goes</button>}
        {place === "form" && <h1 tabIndex={-1}>Form</h1>}
      </main>
    </>
  );
}

describe("another screen", () => {
  it("has the focus when what had it is gone", async () => {
    render(<Frame />);
    const goes = screen.getByRole("button", { name: "Goes" });
    expect(document.activeElement).toBe(document.body);
    goes.focus();
    goes.click();
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("heading")));
  });

  it("leaves the focus where it is in the frame", async () => {
    render(<Frame />);
    const stays = screen.getByRole("button", { name: "Stays" });
    stays.focus();
    stays.click();
    await waitFor(() => expect(screen.queryByRole("button", { name: "Goes" })).toBeNull());
    expect(document.activeElement).toBe(stays);
  });
});

describe("what covers the page", () => {
  it("gives the focus back when it goes", async () => {
    render(<Page />);
    const opener = screen.getByRole("button", { name: "Open" });
    opener.focus();
    opener.click();
    const close = await screen.findByRole("button", { name: "Close" });
    expect(document.activeElement).toBe(close);
    close.click();
    await waitFor(() => expect(document.activeElement).toBe(opener));
  });
});
