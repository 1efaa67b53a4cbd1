/** Lines of a list in a form: one can be added, and each can be taken away. */
import { ActionIcon, Button, Text } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./Rows.module.css";

interface RowsProps {
  label: string;
  count: number;
  none?: string;
  error?: ReactNode;
  add: string;
  onAdd: () => void;
  /** What the button says that takes a line away. */
  remove: (index: number) => string;
  onRemove: (index: number) => void;
  children: (index: number) => ReactNode;
}

export function Rows(props: RowsProps) {
  const { count, error } = props;
  return (
    <div role="group" aria-label={props.label} className={classes.rows}>
      {count === 0 && props.none !== undefined && (
        <Text size="sm" c="dimmed">
          {props.none}
        </Text>
      )}
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className={classes.row}>
          {props.children(index)}
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={props.remove(index)}
            onClick={() => props.onRemove(index)}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      {error !== undefined && error !== null && (
        <Text size="sm" c="coral.8" role="alert">
          {error}
        </Text>
      )}
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={props.onAdd}
      >
        {props.add}
      </Button>
    </div>
  );
}
