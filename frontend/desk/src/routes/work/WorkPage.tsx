/** The agent's workplace: offers, my contacts, one to three conversations, and the customer. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconColumns1, IconColumns2, IconColumns3 } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/session";
import { ContactList } from "../../features/floor/components/ContactList";
import { OfferDock } from "../../features/floor/components/OfferDock";
import { useMyContacts } from "../../live/hooks";
import { useShortcut } from "../../ui/shortcuts/useShortcut";
import { useScreenTitle } from "../../ui/title";
import { ContactPane } from "./ContactPane";
import { ContactTabs } from "./ContactTabs";
import { NothingOpen } from "./NothingOpen";
import { usePanes } from "./usePanes";
import classes from "./Work.module.css";
import { WorkSide } from "./WorkSide";

const PhoneBar = lazy(async () => {
  const { PhoneBar: loaded } = await import("../../features/calls/components/PhoneBar");
  return { default: loaded };
});

const COLUMN_ICONS = [IconColumns1, IconColumns2, IconColumns3] as const;

export function WorkPage() {
  const { t } = useTranslation();
  const me = useMe();
  useScreenTitle(t("common.nav.work"));
  const navigate = useNavigate();
  const contacts = useMyContacts(me.id);
  const panes = usePanes(contacts.map((contact) => contact.id));
  const roomy = useMediaQuery("(min-width: 75em)");
  const [chosenSide, setChosenSide] = useState<boolean | null>(null);
  const side = chosenSide ?? roomy;
  const shown = panes.shown.flatMap((id) => contacts.filter((contact) => contact.id === id));
  const focused = contacts.find((contact) => contact.id === panes.focused);
  const open = useCallback(
    (conversation: string) =>
      void navigate({ to: "/conversations/$id", params: { id: conversation } }),
    [navigate],
  );
  useShortcut("contact.next", () => panes.step(1), contacts.length > 1);
  useShortcut("contact.previous", () => panes.step(-1), contacts.length > 1);
  useShortcut("contact.customer", () => setChosenSide(!side));
  return (
    <div className={classes.work} data-side={side && focused !== undefined}>
      <h1 className="visually-hidden">{t("common.nav.work")}</h1>
      <div className={classes.list}>
        <OfferDock />
        <Suspense>
          <PhoneBar />
        </Suspense>
        <ContactList
          contacts={contacts}
          shown={panes.shown}
          focused={panes.focused}
          onOpen={panes.open}
        />
        {panes.columnsMax > 1 && (
          <div className={classes.columns} role="group" aria-label={t("floor.columns")}>
            {COLUMN_ICONS.slice(0, panes.columnsMax).map((Icon, index) => (
              <Tooltip key={index} label={t("floor.columns_count", { count: index + 1 })}>
                <ActionIcon
                  variant={panes.columns === index + 1 ? "light" : "subtle"}
                  color={panes.columns === index + 1 ? "petrol" : "gray"}
                  aria-pressed={panes.columns === index + 1}
                  aria-label={t("floor.columns_count", { count: index + 1 })}
                  onClick={() => panes.setColumns(index + 1)}
                >
                  <Icon size={17} stroke={1.7} />
                </ActionIcon>
              </Tooltip>
            ))}
          </div>
        )}
      </div>
      <div className={classes.panes}>
        <ContactTabs contacts={contacts} focused={panes.focused} onOpen={panes.open} />
        <div className={classes.row}>
          {shown.length === 0 ? (
            <NothingOpen any={contacts.length > 0} />
          ) : (
            shown.map((contact) => (
              <ContactPane
                key={contact.id}
                contact={contact}
                focused={contact.id === panes.focused}
                onFocus={() => panes.focus(contact.id)}
                onCustomer={side ? null : () => setChosenSide(true)}
                onHide={shown.length > 1 ? () => panes.hide(contact.id) : null}
              />
            ))
          )}
        </div>
      </div>
      {side && focused !== undefined && (
        <WorkSide contact={focused} onOpen={open} onClose={() => setChosenSide(false)} />
      )}
    </div>
  );
}
