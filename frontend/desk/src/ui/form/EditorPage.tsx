/** A large thing is made or changed on a page of its own, with Save always in reach. */
import { Button, Text } from "@mantine/core";
import type { ReactNode, SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Editor.module.css";
import { EditorNotices } from "./EditorNotices";
import { UnsavedGuard } from "./UnsavedGuard";
import type { Editor } from "./useEditor";

interface EditorPageProps<V extends Record<string, unknown>, R> {
  label: string;
  editor: Editor<V, R>;
  onCancel: () => void;
  children: ReactNode;
  side?: ReactNode;
  save?: string;
  names?: Record<string, string>;
}

export function EditorPage<V extends Record<string, unknown>, R>(props: EditorPageProps<V, R>) {
  const { t } = useTranslation();
  const { editor } = props;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    editor.submit();
  };
  return (
    <form className={classes.page} aria-label={props.label} onSubmit={submit} noValidate>
      <EditorNotices editor={editor} names={props.names} />
      {props.children}
      <div className={classes.bar} data-dirty={editor.dirty}>
        {props.side}
        <span className={classes.spring} />
        <Text size="sm" c="dimmed" role="status">
          {editor.dirty ? t("admin.unsaved.short") : ""}
        </Text>
        <Button variant="default" onClick={props.onCancel}>
          {t("common.cancel")}
        </Button>
        <Button type="submit" loading={editor.busy}>
          {props.save ?? t("common.save")}
        </Button>
      </div>
      <UnsavedGuard dirty={editor.dirty} isDirty={() => editor.form.isDirty()} />
    </form>
  );
}

interface SectionProps {
  title: string;
  hint?: ReactNode;
  children: ReactNode;
}

/** A group of fields: what it is about on the left, the fields on the right. */
export function Section({ title, hint, children }: SectionProps) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.about}>
        <h2>{title}</h2>
        {hint !== undefined && <p>{hint}</p>}
      </div>
      <div className={classes.group}>{children}</div>
    </section>
  );
}
