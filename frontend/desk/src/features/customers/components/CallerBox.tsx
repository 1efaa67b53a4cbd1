/** Who calls, as far as the number says that they show: a claim, never a proof. */
import { Button, Group, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@onqueue/api/client";
import type { Caller, Customer } from "@onqueue/api/models";
import { queryClient } from "../../../api/query";
import { shortWhen } from "../../../ui/format";
import { useSlowNow } from "../../../ui/now";
import { problemText } from "../../../ui/problems";
import { ErrorState, Loading } from "../../../ui/states";
import classes from "./CustomerPanel.module.css";

const at = (id: string) => ({ params: { path: { id } } }) as const;
const keyOf = (conversation: string) => ["conversation", conversation, "caller"] as const;

interface CallerBoxProps {
  conversation: string;
  canEdit: boolean;
}

export function CallerBox({ conversation, canEdit }: CallerBoxProps) {
  const { t } = useTranslation();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const found = useQuery({
    queryKey: keyOf(conversation),
    queryFn: () => unwrap(api.GET("/api/conversations/{id}/caller", at(conversation))),
  });
  const choose = async (customer: string): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const body = { customer };
      const told = await unwrap(
        api.PUT("/api/conversations/{id}/customer", { ...at(conversation), body }),
      );
      queryClient.setQueryData(keyOf(conversation), told);
      void queryClient.invalidateQueries({ queryKey: ["conversation", conversation] });
    } catch (error) {
      setProblem(problemText(error, t));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className={classes.section} aria-label={t("customer.caller.title")}>
      <h3 className={classes.title}>{t("customer.caller.title")}</h3>
      {found.isError ? (
        <ErrorState error={found.error} retry={() => void found.refetch()} />
      ) : found.data === undefined ? (
        <Loading />
      ) : (
        <Stack gap="xs">
          <Shown caller={found.data} />
          {canEdit && found.data.number !== "" && (
            <Choice caller={found.data} busy={busy} onChoose={(id) => void choose(id)} />
          )}
          {problem !== null && (
            <p className={classes.problem} role="alert">
              {problem}
            </p>
          )}
        </Stack>
      )}
    </section>
  );
}

function Shown({ caller }: { caller: Caller }) {
  const { t } = useTranslation();
  if (caller.number === "")
    return <p className={classes.none}>{t("floor.offer.caller_withheld")}</p>;
  return (
    <>
      <dl className={classes.facts}>
        <div>
          <dt>{t("customer.caller.number")}</dt>
          <dd className="tnum">{caller.number}</dd>
        </div>
      </dl>
      <p className={classes.none}>{t("customer.caller.claim")}</p>
    </>
  );
}

interface ChoiceProps {
  caller: Caller;
  busy: boolean;
  onChoose: (customer: string) => void;
}

/** Those who have the number, to be asked; whoever is sure of the one need not choose. */
function Choice({ caller, busy, onChoose }: ChoiceProps) {
  const { t, i18n } = useTranslation();
  const now = useSlowNow();
  const others = caller.candidates.filter((one) => one.id !== caller.customer);
  const open = caller.known_by === "several";
  if (caller.known_by === "new") return null;
  const when = (one: Customer): string =>
    one.last_contact_at === null
      ? ""
      : t("customer.caller.last", { when: shortWhen(one.last_contact_at, now, i18n.language) });
  return (
    <Stack gap={6}>
      {open && <p className={classes.none}>{t("customer.caller.several")}</p>}
      {others.map((one) => (
        <Button
          key={one.id}
          size="xs"
          variant="default"
          justify="flex-start"
          loading={busy}
          onClick={() => onChoose(one.id)}
        >
          {[
            t("customer.caller.choose", { name: one.name || t("customer.unknown") }),
            one.company,
            when(one),
          ]
            .filter(Boolean)
            .join(" · ")}
        </Button>
      ))}
      <Group>
        <Button size="compact-xs" variant="subtle" loading={busy} onClick={() => onChoose("")}>
          {t(open ? "customer.caller.nobody" : "customer.caller.other")}
        </Button>
      </Group>
    </Stack>
  );
}
