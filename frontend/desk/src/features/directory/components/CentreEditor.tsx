/** What is true for the whole centre: its name, languages, clock, and the rules of its floor. */
import { MultiSelect, Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Centre, CentreDraft } from "@onqueue/api/models";
import { api, unwrap } from "@onqueue/api/client";
import { queryClient } from "../../../api/query";
import { EditorPage, Section } from "../../../ui/form/EditorPage";
import { NumberField } from "../../../ui/form/NumberField";
import { SecondsField } from "../../../ui/form/SecondsField";
import { useEditor } from "../../../ui/form/useEditor";
import { languageChoices, timeZones } from "../../../ui/languages";
import { toastGood } from "../../../ui/toast";
import { needed } from "../validate";

function draftOf(centre: Centre): CentreDraft {
  const { name, languages, time_zone, ageing_s, misses_max, presence_grace_s } = centre;
  return { name, languages, time_zone, ageing_s, misses_max, presence_grace_s };
}

export function CentreEditor({ centre }: { centre: Centre }) {
  const { t, i18n } = useTranslation();
  const editor = useEditor<CentreDraft, Centre>({
    initial: draftOf(centre),
    version: centre.version,
    validate: {
      name: needed(t),
      languages: (value: string[]) => (value.length === 0 ? t("admin.needed") : null),
    },
    save: (values, version) =>
      unwrap(api.PATCH("/api/centre", { body: { ...values, version: version ?? centre.version } })),
    reload: () => unwrap(api.GET("/api/centre")),
    valuesOf: (record) => draftOf(record),
    onSaved: (saved) => {
      queryClient.setQueryData(["centre"], saved);
      toastGood(t("admin.saved"));
    },
  });
  const { form } = editor;
  return (
    <EditorPage label={t("admin.nav.centre")} editor={editor} onCancel={() => form.reset()}>
      <Section title={t("admin.centre.about")} hint={t("admin.centre.about_hint")}>
        <TextInput
          label={t("admin.field.name")}
          description={t("admin.centre.name_hint")}
          maxLength={120}
          withAsterisk
          {...form.getInputProps("name")}
        />
        <MultiSelect
          label={t("admin.field.languages")}
          description={t("admin.centre.languages_hint")}
          data={languageChoices(i18n.language, form.values.languages)}
          searchable
          withAsterisk
          nothingFoundMessage={t("admin.nothing_found")}
          {...form.getInputProps("languages")}
        />
        <Select
          label={t("admin.field.time_zone")}
          description={t("admin.centre.zone_hint")}
          data={timeZones(form.values.time_zone)}
          searchable
          allowDeselect={false}
          limit={100}
          {...form.getInputProps("time_zone")}
        />
      </Section>
      <Section title={t("admin.centre.floor")} hint={t("admin.centre.floor_hint")}>
        <SecondsField
          label={t("admin.field.ageing_s")}
          description={t("admin.centre.ageing_hint")}
          min={1}
          {...form.getInputProps("ageing_s")}
        />
        <NumberField
          label={t("admin.field.misses_max")}
          description={t("admin.centre.misses_hint")}
          min={1}
          max={100}
          {...form.getInputProps("misses_max")}
        />
        <SecondsField
          label={t("admin.field.presence_grace_s")}
          description={t("admin.centre.grace_hint")}
          min={5}
          max={3_600}
          {...form.getInputProps("presence_grace_s")}
        />
      </Section>
    </EditorPage>
  );
}
