/** Who looks after the customer: asked first where a queue says so. */
import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Customer } from "@onqueue/api/models";
import { useAgentNames } from "../../../api/directory";
import { queryClient } from "../../../api/query";
import { problemText } from "../../../ui/problems";
import { customerKey, saveCustomer } from "../api";
import classes from "./CustomerPanel.module.css";

interface CustomerOwnerProps {
  customer: Customer;
  canEdit: boolean;
}

export function CustomerOwner({ customer, canEdit }: CustomerOwnerProps) {
  const { t } = useTranslation();
  const people = new Map(useAgentNames());
  const [error, setError] = useState<string | null>(null);
  const { owner, owner_name: name } = customer;
  // One may not see everybody; who it is now is there all the same.
  if (owner !== "") people.set(owner, name || owner);
  if (!canEdit) {
    return owner === "" ? null : (
      <section className={classes.section} aria-label={t("routing.owner")}>
        <dl className={classes.facts}>
          <div>
            <dt>{t("routing.owner")}</dt>
            <dd>{name}</dd>
          </div>
        </dl>
      </section>
    );
  }
  const give = async (to: string): Promise<void> => {
    setError(null);
    try {
      const saved = await saveCustomer(customer.id, { version: customer.version, owner: to });
      queryClient.setQueryData(customerKey(customer.id), saved);
    } catch (failure) {
      setError(problemText(failure, t));
    }
  };
  return (
    <section className={classes.section} aria-label={t("routing.owner")}>
      <NativeSelect
        size="xs"
        label={t("routing.owner")}
        value={owner}
        error={error}
        data={[
          { value: "", label: t("routing.nobody") },
          ...[...people].map(([value, label]) => ({ value, label })),
        ]}
        onChange={(event) => void give(event.currentTarget.value)}
      />
    </section>
  );
}
