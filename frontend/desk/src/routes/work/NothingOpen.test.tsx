import { act, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { live } from "../../live/store";
import { renderWith } from "../../testing/render";
import { NothingOpen } from "./NothingOpen";

afterEach(() => live.dispatch({ t: "forget" }));

it("says with which key the next offer is accepted", async () => {
  await renderWith(<NothingOpen any={false} />);
  const agent = { id: "amira", state: "on_queue" };
  const entities = { agent: { amira: agent as never } };
  const frame = { t: "snapshot", now_at: 3, n: 1, epoch: "e1", entities } as const;
  act(() => live.dispatch({ t: "frame", frame, now: 3 }));
  expect(screen.getByText(/You can accept it with/)).toHaveTextContent("Alt+A");
});
