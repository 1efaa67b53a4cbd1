/** What asks for attention wherever one is: messages of my customers, counted in the tab's title. */
import { useMe } from "../../api/session";
import { useMyContacts } from "../../live/hooks";
import { useThread } from "../../live/threads";
import { useUnread } from "../../live/unread";
import { useUnreadTitle } from "../../ui/title";

export function Attention({ elsewhere }: { elsewhere: boolean }) {
  const me = useMe().id;
  const contacts = useMyContacts(me);
  useUnreadTitle(useUnread(contacts, me));
  if (!elsewhere) return null;
  return contacts.map((one) => <Heard key={one.conversation} conversation={one.conversation} />);
}

/** The workplace watches what it shows; on other screens nobody would hear the customer. */
function Heard({ conversation }: { conversation: string }) {
  useThread(conversation);
  return null;
}
