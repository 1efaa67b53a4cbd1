/** Somebody was faster: what is different, and which of the two shall stay. */
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconGitMerge } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { changesBetween } from "../diff/diff";
import { DiffTable } from "../diff/DiffTable";

interface ConflictPanelProps {
  changedBy: string;
  theirs: Record<string, unknown>;
  mine: Record<string, unknown>;
  names?: Record<string, string>;
  busy: boolean;
  onOverwrite: () => void;
  onTakeTheirs: () => void;
}

export function ConflictPanel(props: ConflictPanelProps) {
  const { t } = useTranslation();
  return (
    <Alert
      color="amber"
      icon={<IconGitMerge size={18} />}
      title={t("admin.conflict.title", { who: props.changedBy || t("admin.conflict.somebody") })}
      role="alert"
    >
      <Stack gap="sm">
        <Text size="sm">{t("admin.conflict.text")}</Text>
        <DiffTable
          label={t("admin.conflict.differences")}
          changes={changesBetween(props.theirs, props.mine)}
          names={props.names}
          headers={[t("admin.conflict.theirs"), t("admin.conflict.mine")]}
        />
        <Group gap="xs">
          <Button variant="default" onClick={props.onTakeTheirs}>
            {t("admin.conflict.take_theirs")}
          </Button>
          <Button color="coral" loading={props.busy} onClick={props.onOverwrite}>
            {t("admin.conflict.overwrite")}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
