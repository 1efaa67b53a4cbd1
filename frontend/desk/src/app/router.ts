/** Every screen's address, who may see it, and the code it loads. */
import { createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { loadSession } from "../api/session";
import { officeWords } from "../i18n/i18n";
import { Loading } from "../ui/states";
import { adminRoute, adminRoutes, boardRoute, filmRoute, reportsRoute } from "./adminRoutes";
import { BrokenScreen } from "./ErrorBoundary";
import { landing } from "./nav";
import { need, rootRoute, shellRoute } from "./roots";

/** Screens for those who are not signed in. */
const doorRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "door",
  component: lazyRouteComponent(() => import("../routes/identity/Door"), "Door"),
});

const signInRoute = createRoute({
  getParentRoute: () => doorRoute,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { to?: string } =>
    typeof search["to"] === "string" && search["to"].startsWith("/") ? { to: search["to"] } : {},
  beforeLoad: async ({ search }) => {
    const session = await loadSession();
    if (session.setup_needed) redirect({ to: "/setup", throw: true });
    if (session.me !== null) redirect({ to: search.to ?? "/", throw: true });
  },
  component: lazyRouteComponent(() => import("../routes/identity/SignInPage"), "SignInPage"),
});

const forgottenRoute = createRoute({
  getParentRoute: () => doorRoute,
  path: "/forgot",
  component: lazyRouteComponent(() => import("../routes/identity/ForgottenPage"), "ForgottenPage"),
});

const resetRoute = createRoute({
  getParentRoute: () => doorRoute,
  path: "/reset",
  component: lazyRouteComponent(() => import("../routes/identity/ResetPage"), "ResetPage"),
});

const invitationRoute = createRoute({
  getParentRoute: () => doorRoute,
  path: "/invitation",
  component: lazyRouteComponent(
    () => import("../routes/identity/InvitationPage"),
    "InvitationPage",
  ),
});

const setupRoute = createRoute({
  getParentRoute: () => doorRoute,
  path: "/setup",
  beforeLoad: async () => {
    if (!(await loadSession()).setup_needed) redirect({ to: "/", throw: true });
    await officeWords();
  },
  component: lazyRouteComponent(() => import("../routes/identity/SetupPage"), "SetupPage"),
});

const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/",
  beforeLoad: async () => {
    const { me } = await loadSession();
    if (me !== null) redirect({ to: landing(me), throw: true });
  },
});

const startRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/start",
  beforeLoad: need("contact.handle"),
  component: lazyRouteComponent(() => import("../routes/start/StartPage"), "StartPage"),
});

const workRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/work",
  beforeLoad: need("contact.handle"),
  component: lazyRouteComponent(() => import("../routes/work/WorkPage"), "WorkPage"),
});

const dayRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/day",
  beforeLoad: need("report.own"),
  component: lazyRouteComponent(() => import("../routes/day/DayPage"), "DayPage"),
});

export type SearchTab = "conversations" | "customers";

const searchRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/search",
  validateSearch: (search: Record<string, unknown>): { tab?: SearchTab; q?: string } => ({
    ...(search["tab"] === "customers" ? { tab: "customers" as const } : {}),
    ...(typeof search["q"] === "string" ? { q: search["q"] } : {}),
  }),
  beforeLoad: need("conversation.search", "customer.read"),
  component: lazyRouteComponent(() => import("../routes/search/SearchPage"), "SearchPage"),
});

const conversationRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/conversations/$id",
  component: lazyRouteComponent(
    () => import("../routes/search/ConversationPage"),
    "ConversationPage",
  ),
});

const customerRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/customers/$id",
  beforeLoad: need("customer.read"),
  component: lazyRouteComponent(() => import("../routes/search/CustomerPage"), "CustomerPage"),
});

const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/settings",
  component: lazyRouteComponent(() => import("../routes/settings/SettingsPage"), "SettingsPage"),
});

const routeTree = rootRoute.addChildren([
  doorRoute.addChildren([signInRoute, forgottenRoute, resetRoute, invitationRoute, setupRoute]),
  shellRoute.addChildren([
    homeRoute,
    startRoute,
    workRoute,
    dayRoute,
    searchRoute,
    conversationRoute,
    customerRoute,
    settingsRoute,
    boardRoute,
    filmRoute,
    reportsRoute,
    adminRoute.addChildren(adminRoutes),
  ]),
]);

export const router = createRouter({
  routeTree,
  basepath: "/desk",
  defaultPreload: "intent",
  defaultPendingComponent: Loading,
  defaultErrorComponent: BrokenScreen,
  scrollRestoration: false,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
