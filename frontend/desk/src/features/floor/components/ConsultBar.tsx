/** While a colleague is asked or in: who, what was asked, and how it ends. */
import { Button } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../api/session";
import type { ContactEntity } from "../../../live/protocol";
import { floor, useTargets } from "../api";
import { useAsk } from "../hooks/useAsk";
import classes from "./Bars.module.css";

export function ConsultBar({ contact }: { contact: ContactEntity }) {
  const { t } = useTranslation();
  const me = useMe();
  const { busy, ask } = useAsk();
  const consult = contact.consult;
  const owner = contact.agent === me.id;
  const names = useTargets(consult !== null).data?.agents;
  if (consult === null) return null;
  const other = owner ? consult.agent : (contact.agent ?? "");
  const name = names?.find((agent) => agent.id === other)?.name ?? t("floor.consult.colleague");
  return (
    <div className={classes.bar} data-tone="violet" role="status">
      <IconUsers size={16} aria-hidden />
      <span className={classes.text}>
        {owner
          ? t(`floor.consult.${consult.state}`, { name })
          : t("floor.consult.helping", { name })}
        {consult.question !== "" && <q className={classes.quote}>{consult.question}</q>}
      </span>
      {owner && consult.state === "joined" && (
        <Button
          size="compact-xs"
          variant="default"
          loading={busy}
          onClick={() => void ask(() => floor.completeConsult(contact.id))}
        >
          {t("floor.consult.complete")}
        </Button>
      )}
      <Button
        size="compact-xs"
        variant="default"
        loading={busy}
        onClick={() => void ask(() => floor.endConsult(contact.id))}
      >
        {t(owner ? "floor.consult.end" : "floor.consult.leave")}
      </Button>
    </div>
  );
}
