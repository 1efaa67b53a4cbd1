/** The addresses of supervision, reports and administration. */
import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { hasRight, loadSession } from "../api/session";
import { ADMIN } from "../routes/admin/sections";
import { boardSearch, reportSearch, word } from "../routes/addresses";
import { need, shellRoute } from "./roots";

export const boardRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/board",
  validateSearch: boardSearch,
  beforeLoad: need("floor.watch"),
  component: lazyRouteComponent(() => import("../routes/board/BoardPage"), "BoardPage"),
});

export const filmRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/film",
  beforeLoad: need("floor.watch"),
  component: lazyRouteComponent(() => import("../routes/film/FilmPage"), "FilmPage"),
});

export const reportsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/reports",
  validateSearch: reportSearch,
  beforeLoad: need("report.read"),
  component: lazyRouteComponent(() => import("../routes/reports/ReportsPage"), "ReportsPage"),
});

export const adminRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/admin",
  beforeLoad: need("people.manage", "directory.manage", "audit.read", "system.watch"),
  component: lazyRouteComponent(() => import("../routes/admin/AdminLayout"), "AdminLayout"),
});

/** The thing that is open beside its list. */
function withOpen(search: Record<string, unknown>): { open?: string } {
  const open = word(search["open"]);
  return open === undefined ? {} : { open };
}

const homeRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/",
  beforeLoad: async () => {
    const { me } = await loadSession();
    if (me === null) return;
    const first = ADMIN.flatMap((group) => group.entries).find((one) => hasRight(me, one.right));
    redirect({ to: first?.to ?? "/", throw: true });
  },
});

const peopleRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/people",
  validateSearch: withOpen,
  beforeLoad: need("people.manage"),
  component: lazyRouteComponent(() => import("../routes/admin/PeoplePage"), "PeoplePage"),
});

const teamsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/teams",
  validateSearch: withOpen,
  beforeLoad: need("people.manage"),
  component: lazyRouteComponent(() => import("../routes/admin/TeamsPage"), "TeamsPage"),
});

const agentsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/agents",
  validateSearch: withOpen,
  beforeLoad: need("directory.manage"),
  component: lazyRouteComponent(() => import("../routes/admin/AgentsPage"), "AgentsPage"),
});

const skillsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/skills",
  validateSearch: withOpen,
  beforeLoad: need("directory.manage"),
  component: lazyRouteComponent(() => import("../routes/admin/SkillsPage"), "SkillsPage"),
});

const gatesRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/gates",
  validateSearch: withOpen,
  beforeLoad: need("directory.manage"),
  component: lazyRouteComponent(() => import("../routes/admin/GatesPage"), "GatesPage"),
});

const flowsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/flows",
  validateSearch: withOpen,
  beforeLoad: need("directory.manage"),
  component: lazyRouteComponent(() => import("../routes/admin/FlowsPage"), "FlowsPage"),
});

const flowRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/flows/$id",
  beforeLoad: need("directory.manage"),
  component: lazyRouteComponent(() => import("../routes/admin/FlowPage"), "FlowPage"),
});

const numbersRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/numbers",
  validateSearch: withOpen,
  beforeLoad: need("directory.manage"),
  component: lazyRouteComponent(() => import("../routes/admin/NumbersPage"), "NumbersPage"),
});

const callingOutRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/calling-out",
  beforeLoad: need("directory.manage"),
  component: lazyRouteComponent(() => import("../routes/admin/CallingOutPage"), "CallingOutPage"),
});

const codesRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/codes",
  validateSearch: withOpen,
  beforeLoad: need("directory.manage"),
  component: lazyRouteComponent(() => import("../routes/admin/CodesPage"), "CodesPage"),
});

const reasonsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/reasons",
  validateSearch: withOpen,
  beforeLoad: need("directory.manage"),
  component: lazyRouteComponent(() => import("../routes/admin/ReasonsPage"), "ReasonsPage"),
});

const repliesRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/replies",
  validateSearch: withOpen,
  beforeLoad: need("directory.manage"),
  component: lazyRouteComponent(() => import("../routes/admin/RepliesPage"), "RepliesPage"),
});

const queuesRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/queues",
  beforeLoad: need("directory.manage"),
  component: lazyRouteComponent(() => import("../routes/admin/QueuesPage"), "QueuesPage"),
});

const queueRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/queues/$id",
  beforeLoad: need("directory.manage"),
  component: lazyRouteComponent(() => import("../routes/admin/QueuePage"), "QueuePage"),
});

const routingRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/routing/$subject",
  beforeLoad: need("directory.manage"),
  component: lazyRouteComponent(() => import("../routes/admin/RoutingPage"), "RoutingPage"),
});

const hoursListRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/hours",
  beforeLoad: need("directory.manage"),
  component: lazyRouteComponent(() => import("../routes/admin/HoursListPage"), "HoursListPage"),
});

const hoursRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/hours/$id",
  beforeLoad: need("directory.manage"),
  component: lazyRouteComponent(() => import("../routes/admin/HoursPage"), "HoursPage"),
});

const widgetsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/widgets",
  beforeLoad: need("directory.manage"),
  component: lazyRouteComponent(() => import("../routes/admin/WidgetsPage"), "WidgetsPage"),
});

const widgetRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/widgets/$id",
  beforeLoad: need("directory.manage"),
  component: lazyRouteComponent(() => import("../routes/admin/WidgetPage"), "WidgetPage"),
});

const centreRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/centre",
  beforeLoad: need("directory.manage"),
  component: lazyRouteComponent(() => import("../routes/admin/CentrePage"), "CentrePage"),
});

const auditRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/audit",
  beforeLoad: need("audit.read"),
  component: lazyRouteComponent(() => import("../routes/admin/AuditPage"), "AuditPage"),
});

const healthRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/health",
  beforeLoad: need("system.watch"),
  component: lazyRouteComponent(() => import("../routes/admin/HealthPage"), "HealthPage"),
});

export const adminRoutes = [
  homeRoute,
  peopleRoute,
  teamsRoute,
  agentsRoute,
  skillsRoute,
  gatesRoute,
  flowsRoute,
  flowRoute,
  numbersRoute,
  callingOutRoute,
  codesRoute,
  reasonsRoute,
  repliesRoute,
  queuesRoute,
  queueRoute,
  routingRoute,
  hoursListRoute,
  hoursRoute,
  widgetsRoute,
  widgetRoute,
  centreRoute,
  auditRoute,
  healthRoute,
] as const;
