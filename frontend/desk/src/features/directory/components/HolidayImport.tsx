/** Adds the public holidays of a country and a year as closed days. */
import { Alert, Button, Group, Modal, Select, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Hours } from "@onqueue/api/models";
import { api, unwrap } from "@onqueue/api/client";
import { useFocusBack } from "../../../ui/focus";
import { recordChanged } from "../../../api/lists";
import { clock } from "../../../ui/now";
import { problemText } from "../../../ui/problems";
import { toastGood } from "../../../ui/toast";

export function HolidayImport({ record, onClose }: { record: Hours; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  useFocusBack();
  const language = i18n.language === "de" ? "de" : "en";
  const countries = useQuery({
    queryKey: ["holiday-countries", language],
    queryFn: () => unwrap(api.GET("/api/holiday-countries", { params: { query: { language } } })),
    staleTime: Infinity,
  });
  const thisYear = new Date(clock()).getFullYear();
  const [country, setCountry] = useState<string | null>(null);
  const [subdivision, setSubdivision] = useState<string | null>(null);
  const [year, setYear] = useState(String(thisYear));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const regions = countries.data?.find((one) => one.code === country)?.subdivisions ?? [];
  const submit = async (): Promise<void> => {
    if (country === null) return;
    setBusy(true);
    setError(null);
    try {
      const { added } = await unwrap(
        api.POST("/api/hours/{hours}/holidays", {
          params: { path: { hours: record.id } },
          body: { version: record.version, country, subdivision, year: Number(year), language },
        }),
      );
      toastGood(t("admin.hours.imported", { count: added }));
      onClose();
      await recordChanged("hours", record.id);
    } catch (failure) {
      setError(problemText(failure, t));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t("admin.hours.import")}>
      <Stack gap="sm">
        <Select
          label={t("admin.hours.country")}
          data={(countries.data ?? []).map(({ code, name }) => ({ value: code, label: name }))}
          searchable
          data-autofocus
          error={countries.isError ? problemText(countries.error, t) : undefined}
          value={country}
          onChange={(value) => {
            setCountry(value);
            setSubdivision(null);
          }}
          nothingFoundMessage={t("admin.nothing_found")}
        />
        {regions.length > 0 && (
          <Select
            label={t("admin.hours.region")}
            description={t("admin.hours.region_hint")}
            data={regions}
            searchable
            clearable
            value={subdivision}
            onChange={setSubdivision}
          />
        )}
        <Select
          label={t("admin.hours.year")}
          data={[0, 1, 2].map((n) => String(thisYear + n))}
          allowDeselect={false}
          value={year}
          onChange={(value) => setYear(value ?? String(thisYear))}
        />
        {error !== null && (
          <Alert color="coral" role="alert">
            {error}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button disabled={country === null} loading={busy} onClick={() => void submit()}>
            {t("admin.hours.import_do")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
