/** The call of a contact, put together with what the floor does to contacts. */
import { lazy, Suspense } from "react";
import { calls } from "../../features/calls/api";
import { floor } from "../../features/floor/api";
import { useAsk } from "../../features/floor/hooks/useAsk";
import type { ContactEntity } from "../../live/protocol";

const CallPanel = lazy(async () => {
  const { CallPanel: loaded } = await import("../../features/calls/components/CallPanel");
  return { default: loaded };
});

const LeftMessage = lazy(async () => {
  const { LeftMessage: loaded } = await import("../../features/calls/components/LeftMessage");
  return { default: loaded };
});

export function ContactCall({ contact, focused }: { contact: ContactEntity; focused: boolean }) {
  const { busy, ask } = useAsk();
  if (contact.caller?.message === true) {
    return (
      <Suspense>
        <LeftMessage conversation={contact.conversation} />
      </Suspense>
    );
  }
  return (
    <Suspense>
      {contact.channel === "voice" && (
        <CallPanel
          contact={contact}
          focused={focused}
          busy={busy}
          onHold={(on) => void ask(() => calls.hold(contact.id, on))}
          onHangUp={() => void ask(() => floor.end(contact.id))}
        />
      )}
    </Suspense>
  );
}
