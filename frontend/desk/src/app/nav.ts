/** The rail: where one can go, by rights. And where one lands after signing in. */
import { IconChartBar, IconHeadset, IconSearch, type Icon } from "@tabler/icons-react";
import type { Me } from "@onqueue/api/models";
import { hasRight, shiftStarted, type Right } from "../api/session";
import type { ActionId } from "../ui/shortcuts/catalogue";

export interface NavEntry {
  to: "/work" | "/day" | "/search";
  label: "work" | "day" | "search";
  icon: Icon;
  rights: Right[];
  action: ActionId | null;
}

export const NAV: readonly NavEntry[] = [
  { to: "/work", label: "work", icon: IconHeadset, rights: ["contact.handle"], action: "go.work" },
  { to: "/day", label: "day", icon: IconChartBar, rights: ["contact.handle"], action: "go.day" },
  {
    to: "/search",
    label: "search",
    icon: IconSearch,
    rights: ["conversation.search", "customer.read"],
    action: "go.search",
  },
  // Supervision and administration come here.
];

export function landing(me: Me): "/start" | "/work" | "/search" | "/settings" {
  if (me.agent && hasRight(me, "contact.handle")) {
    return shiftStarted() ? "/work" : "/start";
  }
  return hasRight(me, "conversation.search") ? "/search" : "/settings";
}
