/** What the widget and the server say to each other: one JSON object per frame, tagged by `t`. */

import type { PhoneFrame, SaidFrame } from "../../../phone/frames";

/** `message`: asked for a message instead of waiting on. */
export type Phase = "idle" | "waiting" | "active" | "ended" | "message_left" | "closed" | "message";

export interface State {
  phase: Phase;
  position: number | null;
  /** A range that most waits end in; both null when nothing is said, no end from an hour on. */
  wait_low_s: number | null;
  wait_high_s: number | null;
  /** The customer may go, and is served when it is their turn. */
  keeps_place: boolean;
  agent: string | null;
  rated: boolean;
  can_rate: boolean;
  can_reopen: boolean;
  channel?: "chat" | "voice";
  /** The question of a flow that waits for its answer. */
  asks?: { number: number; options: readonly string[] } | null;
}

export interface FileRef {
  id: string;
  name: string;
  size: number;
  type: string;
  url?: string;
}

export type Params = Record<string, string | number | null>;

export interface Message {
  seq: number;
  id: string;
  at: number;
  from: "customer" | "agent" | "system";
  name: string | null;
  text: string;
  files: readonly FileRef[];
  /** System messages carry a code and parameters, so that they are worded in the customer's language. */
  code: string | null;
  params: Params;
}

export type Form = Record<string, string>;

/** Frames that carry an id: kept until the server acknowledges them, and repeated if it does not. */
export type KeptFrame =
  | {
      t: "start";
      id: string;
      form: Form;
      text: string | null;
      person?: string;
      channel?: "voice";
      attachment?: string;
    }
  | { t: "leave"; id: string; form: Form; text: string }
  | { t: "say"; id: string; text: string; files: string[]; answers?: number | undefined }
  | { t: "end"; id: string }
  | { t: "keep"; id: string }
  | { t: "rate"; id: string; score: number; comment: string };

export interface Hello {
  t: "hello";
  widget: string;
  token: string | null;
  conversation: string | null;
  after: number;
  lang: string;
  origin_url?: string;
}

export type ClientFrame =
  Hello | KeptFrame | { t: "typing" } | { t: "seen"; seq: number } | { t: "pong" } | SaidFrame;

export interface Welcome {
  t: "welcome";
  /** Null when it is the one that we have. */
  token: string | null;
  conversation: string | null;
  state: State;
  open: boolean;
  opens_at: number | null;
  /** The highest sequence number there is; lower than ours after a restore from a backup. */
  last?: number;
}

export interface ErrorFrame {
  t: "error";
  code: string;
  title: string;
  field: string | null;
  id: string | null;
  fields?: Record<string, string>;
  retry_after_s?: number;
}

export type ServerFrame =
  | Welcome
  | { t: "ack"; id: string; seq: number | null }
  | ({ t: "message" } & Message)
  | { t: "state"; state: State }
  | { t: "typing"; name: string }
  | { t: "seen"; seq: number }
  | { t: "ping" }
  | ErrorFrame
  | { t: "resync" }
  | PhoneFrame;

/** Null for anything that is not a frame: an unknown or broken frame must not stop the chat. */
export function parseFrame(text: string): ServerFrame | null {
  try {
    const value: unknown = JSON.parse(text);
    return isFrame(value) ? value : null;
  } catch {
    return null;
  }
}

export function isFrame(value: unknown): value is ServerFrame {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, "t") === "string";
}
