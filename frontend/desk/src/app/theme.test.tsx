import { MantineProvider, PasswordInput } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { themeFor } from "./theme";

it("says in our words what the eye beside a password does", () => {
  render(
    <MantineProvider theme={themeFor({ close: "Zu", password: "Passwort zeigen" })}>
      <PasswordInput label="Passwort" />
    </MantineProvider>,
  );
  expect(screen.getByLabelText("Passwort zeigen").tagName).toBe("BUTTON");
  expect(document.body.innerHTML).not.toContain("Toggle password visibility");
});
