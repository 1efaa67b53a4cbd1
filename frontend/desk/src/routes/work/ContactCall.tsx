/** The call of a contact, put together with what the floor does to contacts. */
import { calls } from "../../features/calls/api";
import { CallPanel } from "../../features/calls/components/CallPanel";
import { floor } from "../../features/floor/api";
import { useAsk } from "../../features/floor/hooks/useAsk";
import type { ContactEntity } from "../../live/protocol";

export function ContactCall({ contact, focused }: { contact: ContactEntity; focused: boolean }) {
  const { busy, ask } = useAsk();
  return (
    <CallPanel
      contact={contact}
      focused={focused}
      busy={busy}
      onHold={(on) => void ask(() => calls.hold(contact.id, on))}
      onHangUp={() => void ask(() => floor.end(contact.id))}
    />
  );
}
