/** A form over the page that does one thing: what it needs, why it was refused, and two buttons. */
import { Alert, Button, Group, Modal, Stack } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "./act";
import { useFocusBack } from "./focus";
import { ErrorState, Loading } from "./states";
import { toastGood } from "./toast";

/** Something that can be done here. */
export interface Way {
  confirm: string;
  /** Told when it is done; left out where the page itself shows it. */
  done?: string | undefined;
  run: () => Promise<unknown>;
}

export interface ActDialogProps extends Way {
  title: string;
  /** The opposite, where both answer the same question. */
  other?: Way | undefined;
  /** Whether all is filled in that is needed. */
  ready: boolean;
  children: ReactNode;
  /** What must be known before anybody can choose. */
  needs?: UseQueryResult;
  danger?: boolean;
  size?: "sm" | "md";
  onClose: () => void;
}

export function ActDialog(props: ActDialogProps) {
  const { t } = useTranslation();
  useFocusBack();
  const { busy, error, act } = useAct();
  const does = (way: Way): void => {
    act(way.run, () => {
      if (way.done !== undefined) toastGood(way.done);
      props.onClose();
    });
  };
  const { other } = props;
  return (
    <Modal opened onClose={props.onClose} title={props.title} size={props.size ?? "md"}>
      {props.needs?.isError === true ? (
        <ErrorState error={props.needs.error} retry={() => void props.needs?.refetch()} />
      ) : props.needs?.isPending === true ? (
        <Loading />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (props.ready) does(props);
          }}
        >
          <Stack gap="sm">
            {props.children}
            {error !== null && (
              <Alert color="coral" role="alert">
                {error}
              </Alert>
            )}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={props.onClose}>
                {t("common.cancel")}
              </Button>
              {other !== undefined && (
                <Button
                  color="coral"
                  disabled={!props.ready}
                  loading={busy}
                  onClick={() => does(other)}
                >
                  {other.confirm}
                </Button>
              )}
              <Button
                type="submit"
                color={props.danger === true ? "coral" : undefined}
                disabled={!props.ready}
                loading={busy}
              >
                {props.confirm}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
