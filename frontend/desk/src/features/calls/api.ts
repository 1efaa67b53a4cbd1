/** What may be asked of a call; who has it and how it ends is the floor's business. */
import { api, unwrap } from "@onqueue/api/client";

const of = (contact: string) => ({ params: { path: { contact } } }) as const;

export const calls = {
  listen: (contact: string, mode: "listen" | "whisper" | "barge") =>
    api.POST("/api/calls/{contact}/listen", { ...of(contact), body: { mode } }),
  stopListening: (contact: string) => api.DELETE("/api/calls/{contact}/listen", of(contact)),
  hold: (contact: string, on: boolean) =>
    api.POST("/api/calls/{contact}/hold", { ...of(contact), body: { on } }),
  /** Where a card's data are taken; empty where nowhere. */
  paymentPage: (contact: string) => unwrap(api.GET("/api/calls/{contact}/payment", of(contact))),
  /** Let nothing be recorded for a while: what is said now is a card's number, or nobody's business. */
  pauseRecording: (contact: string, on: boolean) =>
    unwrap(
      api.POST("/api/calls/{contact}/recording/pause", {
        ...of(contact),
        body: { on, reason: "card_data" },
      }),
    ),
};

/** One's own telephone, which registers by itself. */
export const deskPhone = {
  read: () => unwrap(api.GET("/api/calls/phone")),
  give: () => unwrap(api.POST("/api/calls/phone")),
  take: () => unwrap(api.DELETE("/api/calls/phone")),
  /** Let it be called for a moment, and hear oneself. */
  test: () => unwrap(api.POST("/api/calls/phone/test")),
};
