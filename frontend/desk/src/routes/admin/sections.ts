/** Administration: what there is, in which order, and who may see it. */
import {
  IconBuilding,
  IconClockHour4,
  IconCoffee,
  IconHeartbeat,
  IconHistory,
  IconLock,
  IconMessage2Bolt,
  IconMessageCircle,
  IconPhone,
  IconPhoneOutgoing,
  IconRoute,
  IconStack2,
  IconStars,
  IconTags,
  IconUsers,
  IconUsersGroup,
  IconUserStar,
  type Icon,
} from "@tabler/icons-react";
import type { Right } from "../../api/session";

export interface AdminEntry {
  to:
    | "/admin/people"
    | "/admin/teams"
    | "/admin/agents"
    | "/admin/queues"
    | "/admin/skills"
    | "/admin/gates"
    | "/admin/flows"
    | "/admin/hours"
    | "/admin/widgets"
    | "/admin/numbers"
    | "/admin/calling-out"
    | "/admin/replies"
    | "/admin/codes"
    | "/admin/reasons"
    | "/admin/centre"
    | "/admin/audit"
    | "/admin/health";
  label:
    | "people"
    | "teams"
    | "agents"
    | "queues"
    | "skills"
    | "gates"
    | "flows"
    | "hours"
    | "widgets"
    | "numbers"
    | "calling_out"
    | "replies"
    | "codes"
    | "reasons"
    | "centre"
    | "audit"
    | "health";
  icon: Icon;
  right: Right;
  /** Pages that belong to this one and have another address. */
  also?: string;
}

export interface AdminGroup {
  label: "who" | "routing" | "words" | "site";
  entries: AdminEntry[];
}

export const ADMIN: readonly AdminGroup[] = [
  {
    label: "who",
    entries: [
      { to: "/admin/people", label: "people", icon: IconUsers, right: "people.manage" },
      { to: "/admin/teams", label: "teams", icon: IconUsersGroup, right: "people.manage" },
      { to: "/admin/agents", label: "agents", icon: IconUserStar, right: "directory.manage" },
    ],
  },
  {
    label: "routing",
    entries: [
      {
        to: "/admin/queues",
        label: "queues",
        icon: IconStack2,
        right: "directory.manage",
        also: "/admin/routing",
      },
      { to: "/admin/skills", label: "skills", icon: IconStars, right: "directory.manage" },
      { to: "/admin/gates", label: "gates", icon: IconLock, right: "directory.manage" },
      { to: "/admin/flows", label: "flows", icon: IconRoute, right: "directory.manage" },
      { to: "/admin/hours", label: "hours", icon: IconClockHour4, right: "directory.manage" },
      {
        to: "/admin/widgets",
        label: "widgets",
        icon: IconMessageCircle,
        right: "directory.manage",
      },
      { to: "/admin/numbers", label: "numbers", icon: IconPhone, right: "directory.manage" },
      {
        to: "/admin/calling-out",
        label: "calling_out",
        icon: IconPhoneOutgoing,
        right: "directory.manage",
      },
    ],
  },
  {
    label: "words",
    entries: [
      { to: "/admin/replies", label: "replies", icon: IconMessage2Bolt, right: "directory.manage" },
      { to: "/admin/codes", label: "codes", icon: IconTags, right: "directory.manage" },
      { to: "/admin/reasons", label: "reasons", icon: IconCoffee, right: "directory.manage" },
    ],
  },
  {
    label: "site",
    entries: [
      { to: "/admin/centre", label: "centre", icon: IconBuilding, right: "directory.manage" },
      { to: "/admin/audit", label: "audit", icon: IconHistory, right: "audit.read" },
      { to: "/admin/health", label: "health", icon: IconHeartbeat, right: "system.watch" },
    ],
  },
];
