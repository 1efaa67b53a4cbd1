/** Roles and where they hold: what can be chosen, and what would be refused. */
import type { Role, RoleCatalogue, RoleGrant } from "@onqueue/api/models";

export type GrantFault = "scope" | "twice";

export function sameGrant(a: RoleGrant, b: RoleGrant): boolean {
  return a.role === b.role && a.scope_kind === b.scope_kind && a.scope_id === b.scope_id;
}

export function grantFault(grant: RoleGrant, all: readonly RoleGrant[]): GrantFault | null {
  if (grant.scope_kind !== "site" && grant.scope_id === null) return "scope";
  return all.filter((other) => sameGrant(grant, other)).length > 1 ? "twice" : null;
}

/** A role that was chosen keeps its place only where it can be given. */
export function withRole(grant: RoleGrant, role: Role, catalogue: RoleCatalogue): RoleGrant {
  const kinds = catalogue.roles.find((one) => one.role === role)?.scope_kinds ?? ["site"];
  if (kinds.includes(grant.scope_kind)) return { ...grant, role };
  return { role, scope_kind: kinds[0] ?? "site", scope_id: null };
}

/** All that somebody may do, in the catalogue's order. */
export function rightsOf(grants: readonly RoleGrant[], catalogue: RoleCatalogue): string[] {
  const held = new Set(
    grants.flatMap((grant) => catalogue.roles.find((one) => one.role === grant.role)?.rights ?? []),
  );
  return catalogue.rights.filter(({ code }) => held.has(code)).map(({ code }) => code);
}
