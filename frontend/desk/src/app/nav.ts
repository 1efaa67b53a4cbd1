/** The rail: where one can go, by rights. And where one lands after signing in. */
import {
  IconActivity,
  IconAdjustments,
  IconChartBar,
  IconChartHistogram,
  IconHeadset,
  IconSearch,
  type Icon,
} from "@tabler/icons-react";
import type { Me } from "@onqueue/api/models";
import { hasRight, shiftStarted, type Right } from "../api/session";
import type { ActionId } from "../ui/shortcuts/catalogue";

export interface NavEntry {
  to: "/work" | "/day" | "/search" | "/board" | "/reports" | "/admin";
  label: "work" | "day" | "search" | "board" | "reports" | "admin";
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
  { to: "/board", label: "board", icon: IconActivity, rights: ["floor.watch"], action: "go.board" },
  {
    to: "/reports",
    label: "reports",
    icon: IconChartHistogram,
    rights: ["report.read"],
    action: "go.reports",
  },
  {
    to: "/admin",
    label: "admin",
    icon: IconAdjustments,
    rights: ["people.manage", "directory.manage", "audit.read"],
    action: "go.admin",
  },
];

export function landing(
  me: Me,
): "/start" | "/work" | "/board" | "/admin" | "/search" | "/settings" {
  // Who leads the floor begins where it can be seen, also when they take contacts themselves.
  if (hasRight(me, "chat.monitor")) return "/board";
  if (hasRight(me, "people.manage") && !me.agent) return "/admin";
  if (me.agent && hasRight(me, "contact.handle")) {
    return shiftStarted() ? "/work" : "/start";
  }
  return hasRight(me, "conversation.search") ? "/search" : "/settings";
}
