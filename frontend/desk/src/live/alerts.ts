/** What deserves a sound or a notification, worked out from what changed on the floor. */
import type { ContactEntity, ServerFrame } from "./protocol";
import { contactsOf, offersTo } from "./hooks";
import type { LiveState } from "./reducer";

export interface Alert {
  id: string;
  code:
    | "offer"
    | "offer_consult"
    | "message"
    | "whisper"
    | "note"
    | "ended"
    | "visitor"
    | "taken"
    | "set_aside"
    | "missed"
    | "lost"
    | "forced";
  params: Record<string, string | number>;
  conversation: string | null;
  tone: "info" | "good" | "warn";
}

export function alertsOf(
  frame: ServerFrame,
  before: LiveState,
  after: LiveState,
  me: string,
): Alert[] {
  if (frame.t === "messages") return messageAlerts(frame, before, after, me);
  // The first snapshot is the state of things, not news.
  if (before.epoch === null || (frame.t !== "patch" && frame.t !== "snapshot")) return [];
  return [
    ...offerAlerts(before, after, me),
    ...contactAlerts(before, after, me),
    ...stateAlerts(before, after, me),
    ...missAlerts(before, after, me),
  ];
}

function messageAlerts(
  frame: Extract<ServerFrame, { t: "messages" }>,
  before: LiveState,
  after: LiveState,
  me: string,
): Alert[] {
  const mine = contactsOf(after, me).find((one) => one.conversation === frame.conversation);
  const known = before.threads[frame.conversation];
  if (mine === undefined || known?.from === undefined || known.from === null) return [];
  const last = known.items.at(-1)?.seq ?? 0;
  return frame.items
    .filter((item) => item.seq > last && item.author_id !== me)
    .flatMap((item) => {
      const code =
        item.kind === "customer"
          ? "message"
          : item.kind === "whisper" || item.kind === "note"
            ? item.kind
            : null;
      if (code === null) return [];
      return [
        {
          id: `message:${item.id}`,
          code,
          params: { who: item.author_name || mine.customer_name, text: item.text.slice(0, 140) },
          conversation: frame.conversation,
          tone: "info",
        } satisfies Alert,
      ];
    });
}

function offerAlerts(before: LiveState, after: LiveState, me: string): Alert[] {
  const had = new Set(offersTo(before, me).map((offer) => offer.id));
  return offersTo(after, me)
    .filter((offer) => !had.has(offer.id))
    .map((offer) => ({
      id: `offer:${offer.id}`,
      code: offer.kind === "consult" ? "offer_consult" : "offer",
      params: {
        who: after.entities.contact[offer.contact]?.customer_name ?? "",
        topic: after.entities.contact[offer.contact]?.topic ?? "",
      },
      conversation: null,
      tone: "info",
    }));
}

function contactAlerts(before: LiveState, after: LiveState, me: string): Alert[] {
  const alerts: Alert[] = [];
  for (const old of contactsOf(before, me)) {
    const now = after.entities.contact[old.id];
    const base = { params: { who: old.customer_name }, conversation: old.conversation };
    if (old.agent === me && now !== undefined && now.agent !== null && now.agent !== me) {
      alerts.push({ ...base, id: `taken:${old.id}:${now.agent}`, code: "taken", tone: "warn" });
    } else if (old.agent === me && old.state === "active" && now?.state === "wrap_up") {
      alerts.push({ ...base, id: `ended:${old.id}`, code: "ended", tone: "info" });
    }
    if (now?.agent === me) alerts.push(...visitorAlerts(old, now, me));
  }
  return alerts;
}

function visitorAlerts(old: ContactEntity, now: ContactEntity, me: string): Alert[] {
  const known = new Set(old.visitors.map((visitor) => visitor.account));
  return now.visitors
    .filter((visitor) => !known.has(visitor.account) && visitor.account !== me)
    .map((visitor) => ({
      id: `visitor:${old.id}:${visitor.account}:${visitor.mode}`,
      code: "visitor",
      params: { who: visitor.name, customer: old.customer_name },
      conversation: old.conversation,
      tone: "info",
    }));
}

/** The reason that the floor gives somebody whose connection was gone for too long. */
const CONNECTION_LOST = "connection lost";

function stateAlerts(before: LiveState, after: LiveState, me: string): Alert[] {
  const old = before.entities.agent[me];
  const now = after.entities.agent[me];
  if (old === undefined || now === undefined || old.since_at === now.since_at) return [];
  if (now.forced_by !== "") {
    return [
      {
        id: `forced:${now.since_at}`,
        code: "forced",
        params: { who: now.forced_by, state: now.state, reason: now.reason },
        conversation: null,
        tone: "warn",
      },
    ];
  }
  if (now.state === "off" && now.reason === CONNECTION_LOST) {
    return [
      {
        id: `lost:${now.since_at}`,
        code: "lost",
        params: {},
        conversation: null,
        tone: "warn",
      },
    ];
  }
  if (now.state !== "set_aside") return [];
  return [
    {
      id: `set_aside:${now.since_at}`,
      code: "set_aside",
      params: { misses: now.misses },
      conversation: null,
      tone: "warn",
    },
  ];
}

/** An offer that ran out is gone from the screen, and who looked away would not know of it. */
function missAlerts(before: LiveState, after: LiveState, me: string): Alert[] {
  const now = after.entities.agent[me];
  const misses = before.entities.agent[me]?.misses ?? 0;
  // That somebody is set aside says as much, and what to do.
  if (now === undefined || now.misses <= misses || now.state === "set_aside") return [];
  const [gone] = offersTo(before, me).filter((offer) => !(offer.id in after.entities.offer));
  if (gone === undefined) return [];
  const who = before.entities.contact[gone.contact]?.customer_name ?? "";
  return [
    {
      id: `missed:${gone.id}`,
      code: "missed",
      params: { who },
      conversation: null,
      tone: "warn",
    },
  ];
}
