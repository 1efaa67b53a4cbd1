import { expect, it } from "vitest";
import type { Me } from "@onqueue/api/models";
import type { ContactEntity } from "../../live/protocol";
import { actsOn } from "./acts";

const me = (...rights: string[]) => ({ id: "sue", rights }) as Me;
const contact = (state: string, agent: string | null) => ({ state, agent }) as ContactEntity;
const ALL = ["floor.steer", "chat.monitor", "chat.whisper", "chat.join", "chat.take_over"];

it("offers in a conversation what the rights allow", () => {
  expect(actsOn(contact("active", "ada"), me(...ALL))).toEqual({
    read: true, whisper: true, join: true, takeOver: true, priority: false, move: true, end: true,
  }); // prettier-ignore
  expect(actsOn(contact("active", "ada"), me("chat.monitor"))).toEqual({
    read: true, whisper: false, join: false, takeOver: false, priority: false, move: false, end: false,
  }); // prettier-ignore
});

it("moves only who waits, and never visits its own", () => {
  expect(actsOn(contact("waiting", null), me(...ALL))).toMatchObject({
    priority: true,
    takeOver: false,
  });
  expect(actsOn(contact("active", "sue"), me(...ALL))).toMatchObject({
    read: false,
    whisper: false,
    takeOver: false,
  });
  expect(actsOn(contact("wrap_up", "ada"), me(...ALL))).toMatchObject({
    read: true,
    move: false,
    end: false,
  });
});
