/** Invites somebody, or changes who they are and what they may do. */
import { Alert, Drawer, MultiSelect, Select, TextInput } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Language, Person, PersonDraft } from "@onqueue/api/models";
import { useTeams } from "../../../api/lists";
import { languages, spoken } from "../../../i18n/i18n";
import { EditorDrawer } from "../../../ui/form/EditorDrawer";
import { useEditor } from "../../../ui/form/useEditor";
import { ErrorState, Loading } from "../../../ui/states";
import { toastGood } from "../../../ui/toast";
import { people, usePeopleChanged, usePerson } from "../people";
import { grantFault } from "../roles";
import { PersonStatusActions } from "./PersonStatusActions";
import { RolesField } from "./RolesField";

interface PersonDrawerProps {
  id: string;
  onClose: () => void;
}

export function PersonDrawer({ id, onClose }: PersonDrawerProps) {
  const { t } = useTranslation();
  const isNew = id === "new";
  const person = usePerson(isNew ? null : id);
  if (isNew) return <PersonEditor person={null} onClose={onClose} />;
  if (person.data !== undefined) return <PersonEditor person={person.data} onClose={onClose} />;
  return (
    <Drawer
      opened
      onClose={onClose}
      title={t("admin.nav.people")}
      position="right"
      size={520}
      closeButtonProps={{ "aria-label": t("admin.close") }}
    >
      {person.isError ? (
        <ErrorState error={person.error} retry={() => void person.refetch()} />
      ) : (
        <Loading />
      )}
    </Drawer>
  );
}

type Values = PersonDraft & { language: Language };

function valuesOf(person: Person | null, language: Language): Values {
  return {
    name: person?.name ?? "",
    email: person?.email ?? "",
    language,
    roles: person?.roles ?? [{ role: "agent", scope_kind: "site", scope_id: null }],
    teams: person?.teams.map(({ id }) => id) ?? [],
  };
}

function PersonEditor({ person, onClose }: { person: Person | null; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const teams = useTeams().data ?? [];
  // Who is invited most likely speaks what the one who invites speaks.
  const spokenHere = spoken(i18n.language);
  const changed = usePeopleChanged();
  const editor = useEditor<Values, Person>({
    initial: valuesOf(person, spokenHere),
    version: person?.version ?? null,
    validate: {
      name: (value: string) => (value.trim() === "" ? t("admin.needed") : null),
      email: (value: string) =>
        /^\S+@\S+$/.test(value.trim()) ? null : t("admin.people.email_error"),
      roles: (value: Values["roles"]) => {
        const fault = value.map((one) => grantFault(one, value)).find((one) => one !== null);
        return fault === undefined ? null : t(`admin.people.role_fault.${fault}`);
      },
    },
    save: (values, version) => {
      const { name, email, roles, teams: chosen, language } = values;
      return person === null
        ? people.invite({ name, email, roles, teams: chosen, language })
        : people.change(person.id, {
            version: version ?? person.version,
            name,
            email,
            roles,
            teams: chosen,
          });
    },
    ...(person === null
      ? {}
      : { reload: () => people.read(person.id), valuesOf: (one) => valuesOf(one, spokenHere) }),
    onSaved: (saved) => {
      void changed();
      toastGood(
        person === null ? t("admin.people.invited", { email: saved.email }) : t("admin.saved"),
      );
      onClose();
    },
  });
  const { form } = editor;
  return (
    <EditorDrawer
      title={person === null ? t("admin.people.invite") : person.name}
      editor={editor}
      names={Object.fromEntries(teams.map(({ id, name }) => [id, name]))}
      onClose={onClose}
      size={540}
      save={person === null ? t("admin.people.send") : undefined}
      side={person !== null && <PersonStatusActions person={person} onDone={onClose} />}
    >
      {person === null && (
        <Alert color="petrol" icon={<IconMail size={18} />}>
          {t("admin.people.invite_text")}
        </Alert>
      )}
      <TextInput
        label={t("admin.field.name")}
        maxLength={120}
        withAsterisk
        data-autofocus
        {...form.getInputProps("name")}
      />
      <TextInput
        type="email"
        label={t("admin.field.email")}
        maxLength={254}
        withAsterisk
        {...form.getInputProps("email")}
      />
      {person === null && (
        <Select
          label={t("admin.people.letter_language")}
          data={languages.map(({ code, name }) => ({ value: code, label: name }))}
          allowDeselect={false}
          {...form.getInputProps("language")}
        />
      )}
      <RolesField
        value={form.values.roles}
        onChange={(roles) => form.setFieldValue("roles", roles)}
        error={form.errors["roles"]}
      />
      <MultiSelect
        label={t("admin.field.teams")}
        description={t("admin.people.teams_hint")}
        data={teams.map(({ id, name }) => ({ value: id, label: name }))}
        searchable
        clearable
        nothingFoundMessage={t("admin.nothing_found")}
        {...form.getInputProps("teams")}
      />
    </EditorDrawer>
  );
}
