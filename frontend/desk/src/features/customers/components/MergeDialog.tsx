/** Finds the other record of a customer, and asks which details stay. */
import { Button, Group, Modal, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@onqueue/api/client";
import type { Customer } from "@onqueue/api/models";
import { useAct } from "../../../ui/act";
import { ErrorState, Loading } from "../../../ui/states";
import { useCustomers } from "../api";
import { FIELDS } from "../details";

const SEARCH_MS = 250;
const DETAILS = [...FIELDS, "owner"] as const;
type Detail = (typeof DETAILS)[number];

interface MergeDialogProps {
  kept: Customer;
  nameOf: (customer: Customer) => string;
  onClose: () => void;
  onDone: (gone: Customer) => void;
}

export function MergeDialog({ kept, nameOf, onClose, onDone }: MergeDialogProps) {
  const { t } = useTranslation();
  const [gone, setGone] = useState<Customer | null>(null);
  const title = gone === null ? t("merging.begin") : t("merging.dialog", { name: nameOf(gone) });
  return (
    <Modal opened onClose={onClose} title={title} size="md">
      {gone === null ? (
        <Find kept={kept} nameOf={nameOf} onFound={setGone} />
      ) : (
        <Choose
          kept={kept}
          gone={gone}
          nameOf={nameOf}
          onBack={() => setGone(null)}
          onDone={() => onDone(gone)}
        />
      )}
    </Modal>
  );
}

interface FindProps {
  kept: Customer;
  nameOf: (customer: Customer) => string;
  onFound: (customer: Customer) => void;
}

function Find({ kept, nameOf, onFound }: FindProps) {
  const { t } = useTranslation();
  const [words, setWords] = useState(kept.phone || kept.email || kept.name);
  const [q] = useDebouncedValue(words.trim(), SEARCH_MS);
  const found = useCustomers({ q, page: 1, size: 10 });
  const others = found.data?.items.filter((one) => one.id !== kept.id);
  return (
    <Stack gap="sm">
      <TextInput
        label={t("merging.search")}
        description={t("merging.search_hint")}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        data-autofocus
      />
      {found.isError ? (
        <ErrorState error={found.error} retry={() => void found.refetch()} />
      ) : others === undefined ? (
        <Loading />
      ) : others.length === 0 ? (
        <Text size="sm" c="dimmed" role="status">
          {t("merging.none")}
        </Text>
      ) : (
        <Stack gap={4} role="group" aria-label={t("merging.which")}>
          {others.map((one) => (
            <Button
              key={one.id}
              variant="default"
              justify="flex-start"
              onClick={() => onFound(one)}
            >
              {[nameOf(one), one.email, one.phone, one.company]
                .filter((told, place, all) => told !== "" && all.indexOf(told) === place)
                .join(" · ")}
            </Button>
          ))}
        </Stack>
      )}
    </Stack>
  );
}

interface ChooseProps {
  kept: Customer;
  gone: Customer;
  nameOf: (customer: Customer) => string;
  onBack: () => void;
  onDone: () => void;
}

/** What the kept record leaves open is taken from the other, unless somebody says otherwise. */
function Choose({ kept, gone, nameOf, onBack, onDone }: ChooseProps) {
  const { t } = useTranslation();
  const { busy, error, act } = useAct();
  const differ = DETAILS.filter((one) => kept[one] !== gone[one]);
  const [take, setTake] = useState<ReadonlySet<Detail>>(
    () => new Set(differ.filter((one) => kept[one] === "")),
  );
  const choose = (detail: Detail, from: string): void => {
    const next = new Set(take);
    if (from === "gone") next.add(detail);
    else next.delete(detail);
    setTake(next);
  };
  const told = (customer: Customer, detail: Detail): string =>
    (detail === "owner" ? customer.owner_name : customer[detail]) || t("merging.nothing");
  const merge = (): Promise<unknown> =>
    unwrap(
      api.POST("/api/customers/{id}/merges", {
        params: { path: { id: kept.id } },
        body: {
          gone: gone.id,
          version: kept.version,
          gone_version: gone.version,
          take: [...take],
        },
      }),
    );
  return (
    <Stack gap="md">
      <Text size="sm">{t("merging.explain", { gone: nameOf(gone), kept: nameOf(kept) })}</Text>
      {differ.length === 0 ? (
        <Text size="sm">{t("merging.same")}</Text>
      ) : (
        <Text size="sm" fw={600}>
          {t("merging.stays")}
        </Text>
      )}
      {differ.map((detail) => (
        <Radio.Group
          key={detail}
          label={detail === "owner" ? t("routing.owner") : t(`customer.field.${detail}`)}
          value={take.has(detail) ? "gone" : "kept"}
          onChange={(from) => choose(detail, from)}
        >
          <Stack gap={4} mt={4}>
            <Radio value="kept" label={told(kept, detail)} />
            <Radio value="gone" label={told(gone, detail)} />
          </Stack>
        </Radio.Group>
      ))}
      {error !== null && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
      <Group justify="space-between" gap="xs">
        <Button variant="subtle" onClick={onBack}>
          {t("merging.back")}
        </Button>
        <Button loading={busy} onClick={() => act(merge, onDone)}>
          {t("merging.do")}
        </Button>
      </Group>
    </Stack>
  );
}
