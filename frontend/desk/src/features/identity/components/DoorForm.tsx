import { Alert, Button, Stack } from "@mantine/core";
import type { ComponentProps, ReactNode } from "react";
import { useScreenTitle } from "../../../ui/title";
import classes from "./Door.module.css";

interface DoorFormProps {
  title: string;
  text?: string;
  problem: string | null;
  busy: boolean;
  submit: string;
  onSubmit: ComponentProps<"form">["onSubmit"];
  children: ReactNode;
  foot?: ReactNode;
}

export function DoorForm(props: DoorFormProps) {
  useScreenTitle(props.title);
  return (
    <form onSubmit={props.onSubmit} noValidate>
      <h1 className={classes.title}>{props.title}</h1>
      {props.text !== undefined && <p className={classes.text}>{props.text}</p>}
      <Stack gap="sm" mt="md">
        {props.problem !== null && (
          <Alert color="coral" role="alert">
            {props.problem}
          </Alert>
        )}
        {props.children}
        <Button type="submit" size="md" loading={props.busy} mt="xs">
          {props.submit}
        </Button>
        {props.foot}
      </Stack>
    </form>
  );
}
