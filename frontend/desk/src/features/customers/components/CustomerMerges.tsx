/** Two records of one customer become one, and two again: what was merged, and the way to do it. */
import { Alert, Button, Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@onqueue/api/client";
import type { Customer, Merge } from "@onqueue/api/models";
import { queryClient } from "../../../api/query";
import { useRight } from "../../../api/session";
import { ConfirmDialog } from "../../../ui/ConfirmDialog";
import { dateTime } from "../../../ui/format";
import { useSlowNow } from "../../../ui/now";
import { ErrorState } from "../../../ui/states";
import { toastGood } from "../../../ui/toast";
import { useCustomer } from "../api";
import classes from "./CustomerPanel.module.css";
import { MergeDialog } from "./MergeDialog";

/** What is shown of customers anywhere may be another record's by now. */
function lookAgain(): void {
  for (const key of ["customer", "customers", "conversations"]) {
    void queryClient.invalidateQueries({ queryKey: [key] });
  }
}

interface CustomerMergesProps {
  customer: string;
  onOpen: (customer: string) => void;
}

export function CustomerMerges({ customer, onOpen }: CustomerMergesProps) {
  const { t } = useTranslation();
  const may = useRight("customer.merge");
  const [merging, setMerging] = useState(false);
  const found = useCustomer(customer);
  const person = found.data;
  if (person === undefined) return null;
  if (person.merged_into !== "") {
    return (
      <Alert color="amber" role="status" m="md">
        <Group justify="space-between">
          {t("merging.gone")}
          <Button size="xs" onClick={() => onOpen(person.merged_into)}>
            {t("merging.open")}
          </Button>
        </Group>
      </Alert>
    );
  }
  return (
    <section className={classes.section} aria-label={t("merging.title")}>
      <h3 className={classes.title}>{t("merging.title")}</h3>
      <Merged customer={person} may={may} />
      {may && (
        <Button size="xs" variant="default" onClick={() => setMerging(true)}>
          {t("merging.begin")}
        </Button>
      )}
      {merging && (
        <MergeDialog
          kept={person}
          onClose={() => setMerging(false)}
          onDone={(gone) => {
            setMerging(false);
            lookAgain();
            const names = { gone: nameOf(gone), kept: nameOf(person) };
            toastGood(t("merging.done", names));
          }}
          nameOf={nameOf}
        />
      )}
    </section>
  );

  function nameOf(one: Customer): string {
    return one.name || one.email || one.phone || t("customer.unknown");
  }
}

function Merged({ customer, may }: { customer: Customer; may: boolean }) {
  const { t, i18n } = useTranslation();
  const now = useSlowNow();
  const [undoing, setUndoing] = useState<Merge | null>(null);
  const path = { params: { path: { id: customer.id } } };
  const found = useQuery({
    queryKey: ["customer", customer.id, "merges"],
    queryFn: () => unwrap(api.GET("/api/customers/{id}/merges", path)),
  });
  if (found.isError) {
    return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  }
  if (found.data === undefined || found.data.length === 0) return null;
  const name = (one: Merge): string => one.gone_name || t("customer.unknown");
  return (
    <ul className={classes.earlier}>
      {found.data.map((one) => (
        <li key={one.id}>
          <Group gap="xs" px="0.5rem" py={4} fz="xs" justify="space-between">
            <span>
              {t("merging.was", {
                name: name(one),
                when: dateTime(one.at, i18n.language),
                who: one.by_name,
              })}
              {one.undone_at !== null && ` · ${t("merging.taken_back")}`}
            </span>
            {may && one.undone_at === null && one.undo_until_at > now && (
              <Button size="compact-xs" variant="subtle" onClick={() => setUndoing(one)}>
                {t("merging.undo")}
              </Button>
            )}
          </Group>
        </li>
      ))}
      {undoing !== null && (
        <ConfirmDialog
          opened
          onClose={() => setUndoing(null)}
          title={t("merging.undo_title", { name: name(undoing) })}
          confirm={t("merging.undo")}
          onConfirm={async () => {
            await unwrap(api.DELETE("/api/merges/{id}", { params: { path: { id: undoing.id } } }));
            lookAgain();
            toastGood(t("merging.undone", { name: name(undoing) }));
          }}
        >
          {t("merging.undo_text")}
        </ConfirmDialog>
      )}
    </ul>
  );
}
