import { render, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { focusOnMount, useFocusBack } from "./focus";

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
