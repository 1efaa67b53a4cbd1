import { render } from "@testing-library/react";
import { expect, it } from "vitest";
import { flashTitle, useScreenTitle, useUnreadTitle } from "./title";

function Screen({ name, unread }: { name: string; unread: number }) {
  useScreenTitle(name);
  useUnreadTitle(unread);
  return null;
}

it("names the tab after its screen and counts what is unread", () => {
  const { rerender, unmount } = render(<Screen name="Live board" unread={0} />);
  expect(document.title).toBe("Live board · Onqueue");
  rerender(<Screen name="Contacts" unread={2} />);
  expect(document.title).toBe("(2) Contacts · Onqueue");
  flashTitle("● New offer");
  expect(document.title).toBe("● New offer");
  rerender(<Screen name="My day" unread={0} />);
  expect(document.title).toBe("● New offer");
  flashTitle(null);
  expect(document.title).toBe("My day · Onqueue");
  unmount();
  expect(document.title).toBe("Onqueue");
});
