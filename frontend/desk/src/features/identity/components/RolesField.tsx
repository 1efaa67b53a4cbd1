/** Roles, each for the whole site or for one team or queue; and what they add up to. */
import { ActionIcon, Button, Select, Text } from "@mantine/core";
import { IconCheck, IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { RoleGrant } from "@onqueue/api/models";
import { useQueues } from "../../../api/directory";
import { useTeams } from "../../../api/lists";
import { useRoles } from "../people";
import { grantFault, rightsOf, withRole } from "../roles";
import classes from "./RolesField.module.css";

interface RolesFieldProps {
  value: RoleGrant[];
  onChange: (value: RoleGrant[]) => void;
  error?: React.ReactNode;
}

export function RolesField({ value, onChange, error }: RolesFieldProps) {
  const { t } = useTranslation();
  const catalogue = useRoles().data;
  const teams = useTeams().data ?? [];
  const queues = useQueues().data ?? [];
  if (catalogue === undefined) return null;
  const put = (index: number, grant: RoleGrant): void =>
    onChange(value.map((one, at) => (at === index ? grant : one)));
  const rights = rightsOf(value, catalogue);
  return (
    <fieldset className={classes.frame}>
      <legend>{t("admin.field.roles")}</legend>
      {value.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("admin.people.no_roles")}
        </Text>
      )}
      {value.map((grant, index) => {
        const role = catalogue.roles.find((one) => one.role === grant.role);
        const places = grant.scope_kind === "team" ? teams : queues;
        const number = index + 1;
        return (
          <div key={index} className={classes.grant}>
            <Select
              aria-label={t("admin.people.role_number", { number })}
              data={catalogue.roles.map((one) => ({
                value: one.role,
                label: t(`admin.role.${one.role}`),
              }))}
              allowDeselect={false}
              value={grant.role}
              onChange={(next) => put(index, withRole(grant, next ?? grant.role, catalogue))}
            />
            <Select
              aria-label={t("admin.people.where_number", { number })}
              data={(role?.scope_kinds ?? ["site"]).map((kind) => ({
                value: kind,
                label: t(`admin.scope.${kind}`),
              }))}
              allowDeselect={false}
              disabled={(role?.scope_kinds.length ?? 1) < 2}
              value={grant.scope_kind}
              onChange={(kind) =>
                put(index, { ...grant, scope_kind: kind ?? "site", scope_id: null })
              }
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("admin.people.remove_role", { number })}
              onClick={() => onChange(value.filter((_, at) => at !== index))}
            >
              <IconX size={16} />
            </ActionIcon>
            {grant.scope_kind !== "site" && (
              <Select
                className={classes.place}
                aria-label={t("admin.people.which_number", { number })}
                placeholder={t(`admin.scope.which_${grant.scope_kind}`)}
                searchable
                allowDeselect={false}
                data={places.map(({ id, name }) => ({ value: id, label: name }))}
                value={grant.scope_id}
                error={
                  grantFault(grant, value) === "scope" && error !== undefined
                    ? t("admin.people.role_fault.scope")
                    : undefined
                }
                onChange={(id) => put(index, { ...grant, scope_id: id })}
              />
            )}
            <Text size="xs" c="dimmed" className={classes.place}>
              {t(`admin.role_text.${grant.role}`)}
            </Text>
          </div>
        );
      })}
      <Button
        size="compact-sm"
        variant="subtle"
        w="fit-content"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() =>
          onChange([...value, { role: "supervisor", scope_kind: "team", scope_id: null }])
        }
      >
        {t("admin.people.add_role")}
      </Button>
      {error !== undefined && error !== null && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
      <details className={classes.rights}>
        <summary>{t("admin.people.rights", { count: rights.length })}</summary>
        <ul>
          {rights.map((code) => (
            <li key={code}>
              <IconCheck size={14} aria-hidden />
              {t(`admin.right.${code.replaceAll(".", "_") as "floor_watch"}`, {
                defaultValue:
                  catalogue.rights.find((one) => one.code === code)?.description ?? code,
              })}
            </li>
          ))}
        </ul>
      </details>
    </fieldset>
  );
}
