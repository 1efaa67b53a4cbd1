/** What stands above the fields when saving did not work. */
import { Alert } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { ConflictPanel } from "./ConflictPanel";
import type { Editor } from "./useEditor";

interface EditorNoticesProps<V extends Record<string, unknown>, R> {
  editor: Editor<V, R>;
  names?: Record<string, string>;
}

export function EditorNotices<V extends Record<string, unknown>, R>({
  editor,
  names,
}: EditorNoticesProps<V, R>) {
  const { conflict, error } = editor;
  const mine = editor.form.getValues();
  return (
    <>
      {error !== null && (
        <Alert color="coral" icon={<IconAlertCircle size={18} />} role="alert">
          {error}
        </Alert>
      )}
      {conflict !== null && (
        <ConflictPanel
          changedBy={conflict.changedBy}
          theirs={Object.fromEntries(Object.keys(mine).map((name) => [name, conflict.shown[name]]))}
          mine={mine}
          names={names}
          busy={editor.busy}
          onOverwrite={editor.overwrite}
          onTakeTheirs={editor.takeTheirs}
        />
      )}
    </>
  );
}
