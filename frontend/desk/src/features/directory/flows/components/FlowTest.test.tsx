import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { renderWith } from "../../../../testing/render";
import { FlowTest } from "./FlowTest";

it("cannot be begun while the draft is not saved, and says why", async () => {
  await renderWith(<FlowTest flow="welcome" unsaved />);
  const begin = screen.getByRole("button", { name: "Begin from the start" });
  expect(begin).toBeDisabled();
  expect(begin).toHaveAccessibleDescription(
    "Save the draft first: only what is saved can be tried.",
  );
});

it("can be begun once it is saved", async () => {
  await renderWith(<FlowTest flow="welcome" unsaved={false} />);
  const begin = screen.getByRole("button", { name: "Begin from the start" });
  expect(begin).toBeEnabled();
  expect(begin).not.toHaveAccessibleDescription();
});
