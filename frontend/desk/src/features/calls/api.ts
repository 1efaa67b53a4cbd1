/** What may be asked of a call; who has it and how it ends is the floor's business. */
import { api } from "@onqueue/api/client";

const of = (contact: string) => ({ params: { path: { contact } } }) as const;

export const calls = {
  hold: (contact: string, on: boolean) =>
    api.POST("/api/calls/{contact}/hold", { ...of(contact), body: { on } }),
};
