import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "@onqueue/api/client";
import { live } from "../../live/store";
import { renderWith } from "../../testing/render";
import { ProfileMenu } from "./ProfileMenu";

vi.mock("@tanstack/react-router", () => ({ useNavigate: () => vi.fn(), useRouter: () => vi.fn() }));
vi.setConfig({ testTimeout: 20_000 });
afterEach(() => {
  vi.restoreAllMocks();
  live.dispatch({ t: "forget" });
});

it("asks before it leaves customers alone", async () => {
  const left = vi.spyOn(api, "DELETE").mockReturnValue(new Promise(() => undefined));
  await renderWith(<ProfileMenu />);
  const contact = { id: "c1", agent: "amira", state: "active", arrived_at: 1, answered_at: 2 };
  act(() =>
    live.dispatch({
      t: "frame",
      frame: {
        t: "snapshot",
        now_at: 3,
        n: 1,
        epoch: "e1",
        entities: { contact: { c1: contact as never } },
      },
      now: 3,
    }),
  );
  await userEvent.click(screen.getByRole("button", { name: /Account of/ }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Sign out" }));
  expect(await screen.findByText(/1 customer is still with you/)).toBeVisible();
  expect(left).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole("button", { name: "Sign out" }));
  expect(left.mock.calls).toEqual([["/api/session"]]);
});
