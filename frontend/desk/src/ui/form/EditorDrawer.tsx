/** A small thing is made or changed beside its list. */
import { Button, Drawer, Group } from "@mantine/core";
import { useState, type ReactNode, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { useFocusBack } from "../focus";
import classes from "./Editor.module.css";
import { EditorNotices } from "./EditorNotices";
import { UnsavedDialog, UnsavedGuard } from "./UnsavedGuard";
import type { Editor } from "./useEditor";

interface EditorDrawerProps<V extends Record<string, unknown>, R> {
  title: string;
  editor: Editor<V, R>;
  onClose: () => void;
  children: ReactNode;
  /** Buttons beside Save: archive, restore, remove. */
  side?: ReactNode;
  save?: string;
  names?: Record<string, string>;
  size?: number | string;
  /** Something that can be looked at, not changed. */
  readOnly?: boolean;
}

export function EditorDrawer<V extends Record<string, unknown>, R>(props: EditorDrawerProps<V, R>) {
  const { t } = useTranslation();
  useFocusBack();
  const { editor, readOnly = false } = props;
  const [asking, setAsking] = useState(false);
  const close = (): void => {
    if (editor.dirty) setAsking(true);
    else props.onClose();
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    editor.submit();
  };
  return (
    <Drawer
      opened
      onClose={close}
      title={props.title}
      position="right"
      size={props.size ?? 480}
      classNames={{ content: classes.drawer, body: classes.body, title: classes.title }}
      closeButtonProps={{ "aria-label": t("admin.close") }}
    >
      <form className={classes.form} onSubmit={submit} noValidate>
        <div className={classes.fields}>
          <EditorNotices editor={editor} names={props.names} />
          {props.children}
        </div>
        <div className={classes.footer}>
          {props.side}
          <span className={classes.spring} />
          <Group gap="xs" wrap="nowrap">
            <Button variant="default" onClick={close}>
              {readOnly ? t("admin.close") : t("common.cancel")}
            </Button>
            {!readOnly && (
              <Button type="submit" loading={editor.busy}>
                {props.save ?? t("common.save")}
              </Button>
            )}
          </Group>
        </div>
      </form>
      <UnsavedGuard dirty={editor.dirty} isDirty={() => editor.form.isDirty()} />
      <UnsavedDialog
        opened={asking}
        onStay={() => setAsking(false)}
        onLeave={() => {
          setAsking(false);
          props.onClose();
        }}
      />
    </Drawer>
  );
}
