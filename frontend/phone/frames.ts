/** What a page and the server say to each other about a call; see docs/reference/sockets.md. */

export interface PeerPlan {
  leg: string;
  /** Names the connection: another one when either page was replaced. */
  link: string;
  /** Of the two, this page begins. */
  offers: boolean;
  /** `mic`, or the leg whose voice is passed on. */
  send: readonly string[];
  play: boolean;
}

export interface Plan {
  state: "offered" | "dialling" | "ringing" | "up";
  music: string | null;
  muted: boolean;
  heard_by: readonly string[];
  peers: readonly PeerPlan[];
}

export type Hint = { sdp: RTCSessionDescriptionInit } | { ice: RTCIceCandidateInit[] };

export type PhoneFrame =
  | { t: "phone"; leg: string; plan: Plan | null; ice?: RTCIceServer[]; cause?: number }
  | { t: "signal"; leg: string; link: string; data: Hint };

export interface Quality {
  /** Share of what should have come, 0 to 1. */
  lost: number;
  jitter_ms: number;
  round_trip_ms: number;
}

export type SaidFrame =
  | { t: "phone"; attachment: string; take?: boolean }
  | { t: "phone_off" }
  | { t: "line"; up: boolean }
  | { t: "take"; leg: string }
  | { t: "hangup"; leg: string; refused?: boolean }
  | { t: "signal"; leg: string; link: string; data: Hint }
  | ({ t: "report"; leg: string; apart: boolean } & Partial<Quality>);
