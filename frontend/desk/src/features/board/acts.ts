/** Which acts a person has on a contact now. What is not possible is not shown. */
import type { Me } from "@onqueue/api/models";
import { hasRight } from "../../api/session";
import type { ContactEntity } from "../../live/protocol";
import { inGroup } from "./floor";

export interface Acts {
  read: boolean;
  whisper: boolean;
  join: boolean;
  takeOver: boolean;
  priority: boolean;
  move: boolean;
  end: boolean;
}

export function actsOn(contact: ContactEntity, me: Me): Acts {
  const mine = contact.agent === me.id;
  const waits = inGroup(contact, "waiting");
  const talks = contact.state === "active";
  const steers = hasRight(me, "floor.steer");
  return {
    read: !mine && hasRight(me, "chat.monitor"),
    whisper: !mine && talks && hasRight(me, "chat.whisper"),
    join: !mine && talks && hasRight(me, "chat.join"),
    takeOver: !mine && talks && hasRight(me, "chat.take_over"),
    priority: waits && steers,
    move: steers && (waits || talks),
    end: steers && talks,
  };
}
