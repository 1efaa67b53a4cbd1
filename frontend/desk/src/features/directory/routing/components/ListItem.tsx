/** A list whose order counts, and a line of it: moved up and down by buttons, so also by keyboard. */
import { ActionIcon, Button, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "../../Items.module.css";

interface OrderedListProps<Entry> {
  label: string;
  entries: readonly Entry[];
  /** Said while the list is empty. */
  none: string;
  add: string;
  /** Most entries there may be. */
  most: number;
  onAdd: () => void;
  children: (entry: Entry, index: number) => ReactNode;
}

export function OrderedList<Entry>(props: OrderedListProps<Entry>) {
  const { entries } = props;
  return (
    <>
      {entries.length === 0 && (
        <Text size="sm" c="dimmed">
          {props.none}
        </Text>
      )}
      <ol className={classes.list} aria-label={props.label}>
        {entries.map(props.children)}
      </ol>
      <div>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          disabled={entries.length >= props.most}
          onClick={props.onAdd}
        >
          {props.add}
        </Button>
      </div>
    </>
  );
}

interface ListItemProps {
  title: string;
  /** What the line does, in a sentence. */
  says: string;
  first: boolean;
  last: boolean;
  problem?: string | undefined;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
  children: ReactNode;
}

export function ListItem(props: ListItemProps) {
  const { t } = useTranslation();
  const { title } = props;
  return (
    <li className={classes.item} aria-label={title}>
      <div className={classes.head}>
        <span className={classes.title}>{title}</span>
        <ActionIcon
          variant="subtle"
          color="gray"
          disabled={props.first}
          aria-label={t("routing.move_up", { name: title })}
          onClick={() => props.onMove(-1)}
        >
          <IconArrowUp size={16} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          disabled={props.last}
          aria-label={t("routing.move_down", { name: title })}
          onClick={() => props.onMove(1)}
        >
          <IconArrowDown size={16} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("admin.remove_named", { name: title })}
          onClick={props.onRemove}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </div>
      <p className={classes.says}>{props.says}</p>
      {props.children}
      {props.problem !== undefined && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert">
          {props.problem}
        </Text>
      )}
    </li>
  );
}
