/** One line of a list whose order counts: moved up and down by buttons, so also by keyboard. */
import { ActionIcon, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Routing.module.css";

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
