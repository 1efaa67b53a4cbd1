import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { DialPolicy } from "@onqueue/api/models";
import { Problem } from "@onqueue/api/problem";
import { renderWith } from "../../../testing/render";
import { dialPolicy } from "../api";
import { DialPolicyEditor } from "./DialPolicyEditor";
import { StopNotice } from "./StopNotice";

vi.mock("../../../ui/form/UnsavedGuard", () => ({ UnsavedGuard: () => null }));

const POLICY: DialPolicy = {
  version: 3,
  changed_at: 1,
  changed_by: "Ada",
  allowed: [{ prefix: "+49", role: "", costly: false }],
  prices: [],
  price_otherwise: 10,
  agent_hour_cents: 1_000,
  centre_day_cents: 20_000,
  minutes_max: 60,
  short_s: 6,
  short_max: 20,
  new_max: 60,
  spent_today_cents: 1_234,
  stopped: null,
};
const STOPPED = { kind: "short_calls", count: 21, reason: "21 calls were short", began_at: 0 };

afterEach(() => vi.restoreAllMocks());

describe("the rules for calls out", () => {
  it("are changed by beginnings, roles and amounts, and saved whole", async () => {
    const change = vi.spyOn(dialPolicy, "change").mockResolvedValue({ ...POLICY, version: 4 });
    await renderWith(<DialPolicyEditor policy={POLICY} />);
    expect(screen.getByText("Spent in the last 24 hours: 12.34")).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Allow a beginning" }));
    const added = screen.getByLabelText("Number 2 begins with");
    await userEvent.clear(added);
    await userEvent.type(added, "0043 (1)");
    const hour = screen.getByLabelText("An agent in an hour");
    await userEvent.clear(hour);
    await userEvent.type(hour, "12,50");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    expect(change).toHaveBeenCalledOnce();
    expect(change.mock.calls[0]?.[0]).toMatchObject({
      version: 3,
      allowed: [POLICY.allowed[0], { prefix: "+431", role: "", costly: false }],
      agent_hour_cents: 1_250,
      centre_day_cents: 20_000,
    });
  });

  it("say at the list what is wrong with a beginning, and lose nothing", async () => {
    const reason = "write {prefix} as + and digits, beginning with the country";
    const wrong = new Problem({
      title: "Check allowed.",
      status: 422,
      code: "input.invalid",
      field: "allowed",
      detail: null,
      data: {},
      errors: [{ field: "allowed", reason, form: reason, data: { prefix: "+x" } }],
    });
    vi.spyOn(dialPolicy, "change").mockRejectedValue(wrong);
    await renderWith(<DialPolicyEditor policy={POLICY} />);
    const list = screen.getByRole("group", { name: "Who may be called" });
    await userEvent.type(within(list).getByLabelText("Number 1 begins with"), "x");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    expect(await within(list).findByRole("alert")).toHaveTextContent("as + and digits");
    expect(within(list).getByLabelText("Number 1 begins with")).toHaveValue("+49x");
  });

  it("are let go on after a stop", async () => {
    const lift = vi.spyOn(dialPolicy, "lift").mockResolvedValue(POLICY);
    await renderWith(<StopNotice stopped={STOPPED} />);
    expect(screen.getByRole("alert")).toHaveTextContent("21 calls were short");
    await userEvent.click(screen.getByRole("button", { name: "Let people call again" }));
    expect(lift).toHaveBeenCalledOnce();
  });
});
