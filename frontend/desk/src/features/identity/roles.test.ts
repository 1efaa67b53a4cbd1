import { expect, it } from "vitest";
import type { RoleCatalogue, RoleGrant } from "@onqueue/api/models";
import { grantFault, rightsOf, withRole } from "./roles";

const catalogue: RoleCatalogue = {
  roles: [
    { role: "agent", description: "", scope_kinds: ["site"], rights: ["contact.handle"] },
    {
      role: "supervisor",
      description: "",
      scope_kinds: ["site", "team", "queue"],
      rights: ["floor.watch", "contact.handle"],
    },
  ],
  rights: [
    { code: "contact.handle", description: "" },
    { code: "floor.watch", description: "" },
    { code: "people.manage", description: "" },
  ],
};
const agent: RoleGrant = { role: "agent", scope_kind: "site", scope_id: null };
const leads: RoleGrant = { role: "supervisor", scope_kind: "team", scope_id: "t1" };

it("refuses a role without its place, and the same one twice", () => {
  expect(grantFault(leads, [agent, leads])).toBeNull();
  expect(grantFault({ ...leads, scope_id: null }, [])).toBe("scope");
  expect(grantFault(agent, [agent, { ...agent }])).toBe("twice");
});

it("takes the place away from a role that holds everywhere", () => {
  expect(withRole(leads, "agent", catalogue)).toEqual(agent);
  expect(withRole(agent, "supervisor", catalogue)).toEqual({ ...agent, role: "supervisor" });
});

it("adds up rights, each once", () => {
  expect(rightsOf([agent, leads], catalogue)).toEqual(["contact.handle", "floor.watch"]);
  expect(rightsOf([], catalogue)).toEqual([]);
});
