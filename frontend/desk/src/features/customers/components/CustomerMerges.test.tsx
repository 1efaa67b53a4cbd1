import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { api } from "@onqueue/api/client";
import type { Customer, Merge } from "@onqueue/api/models";
import { queryClient } from "../../../api/query";
import { AMIRA, renderWith } from "../../../testing/render";
import { CustomerMerges } from "./CustomerMerges";

vi.setConfig({ testTimeout: 20_000 });

function customer(id: string, part: Partial<Customer>): Customer {
  return {
    id,
    name: "",
    email: "",
    email_verified: false,
    phone: "",
    phone_verified: false,
    language: "en",
    company: "",
    notes: "",
    owner: "",
    owner_name: "",
    identities: [],
    created_at: 0,
    last_contact_at: null,
    version: 3,
    merged_into: "",
    ...part,
  };
}

const ADA = customer("ada", { name: "Ada", phone: "+49 30 1234567" });
const ALSO = customer("also", { name: "A. Lovelace", company: "Engines", version: 5 });
const SUPERVISOR = { ...AMIRA, rights: [...AMIRA.rights, "customer.merge"] };

let merges: Merge[] = [];

function answered(data: unknown): never {
  return { data, response: new Response() } as never;
}

beforeEach(() => {
  merges = [];
  const told = (path: string): unknown => {
    if (path === "/api/customers") return { items: [ADA, ALSO], total: 2, page: 1, size: 10 };
    return path.endsWith("/merges") ? merges : ADA;
  };
  vi.spyOn(api, "GET").mockImplementation((path: string) => Promise.resolve(answered(told(path))));
});

afterEach(() => {
  vi.restoreAllMocks();
  queryClient.clear();
});

it("asks which details stay, takes what was left open, and merges as both were seen", async () => {
  const post = vi.spyOn(api, "POST").mockResolvedValue(answered({}));
  const user = userEvent.setup();
  await renderWith(<CustomerMerges customer="ada" onOpen={vi.fn()} />, SUPERVISOR);
  await user.click(await screen.findByRole("button", { name: "Merge with another record" }));
  const found = await screen.findByRole("group", { name: "Records found" });
  expect(within(found).getAllByRole("button")).toHaveLength(1);
  await user.click(within(found).getByRole("button", { name: "A. Lovelace · Engines" }));
  const company = await screen.findByRole("radiogroup", { name: "Company" });
  expect(within(company).getByRole("radio", { name: "Engines" })).toBeChecked();
  const name = screen.getByRole("radiogroup", { name: "Name" });
  expect(within(name).getByRole("radio", { name: "Ada" })).toBeChecked();
  await user.click(within(name).getByRole("radio", { name: "A. Lovelace" }));
  await user.click(screen.getByRole("button", { name: "Merge" }));
  expect(post).toHaveBeenCalledWith("/api/customers/{id}/merges", {
    params: { path: { id: "ada" } },
    body: { gone: "also", version: 3, gone_version: 5, take: ["company", "name"] },
  });
});

it("offers to take a merge back while that can be done, to those who may", async () => {
  const one = {
    id: "m1",
    kept: "ada",
    gone: "also",
    gone_name: "A. Lovelace",
    conversations: 2,
    at: Date.now(),
    by_name: "Vera",
    undo_until_at: Date.now() + 60_000,
    undone_at: null,
  };
  merges = [one, { ...one, id: "m0", at: 0, undo_until_at: 1 }];
  const taken = vi.spyOn(api, "DELETE").mockResolvedValue(answered({}));
  const user = userEvent.setup();
  await renderWith(<CustomerMerges customer="ada" onOpen={vi.fn()} />, SUPERVISOR);
  await user.click(await screen.findByRole("button", { name: "Take back" }));
  const dialog = await screen.findByRole("dialog");
  await user.click(within(dialog).getByRole("button", { name: "Take back" }));
  expect(taken).toHaveBeenCalledWith("/api/merges/{id}", { params: { path: { id: "m1" } } });
});

it("shows agents what was merged, and no way to do it", async () => {
  await renderWith(<CustomerMerges customer="ada" onOpen={vi.fn()} />);
  await screen.findByRole("heading", { name: "Same customer twice?" });
  expect(screen.queryByRole("button")).toBeNull();
});
