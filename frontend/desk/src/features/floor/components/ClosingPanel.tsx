/**
 * What is left to do when the customer has gone: a code for why they came, and what happens next.
 *
 * The recap is the note for whoever is next, so it names an action, its owner and a time.
 */
import { Alert, Button, Checkbox, Select, Textarea, TextInput } from "@mantine/core";
import { IconClockPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { focusOnMount } from "../../../ui/focus";
import { useQueues, useWrapUpCodes } from "../../../api/directory";
import type { ContactEntity } from "../../../live/protocol";
import { ActionKeys } from "../../../ui/shortcuts/Keys";
import { useShortcut } from "../../../ui/shortcuts/useShortcut";
import { Timer } from "../../../ui/Timer";
import { floor } from "../api";
import { codeGroups } from "../closing";
import { useAsk } from "../hooks/useAsk";
import { useClosing } from "../hooks/useClosing";
import classes from "./ClosingPanel.module.css";

const AMBER_MS = 30_000;
const RED_MS = 10_000;
const ACTION_MAX = 500;

export function ClosingPanel({ contact, focused }: { contact: ContactEntity; focused: boolean }) {
  const { t } = useTranslation();
  const codes = useWrapUpCodes().data ?? [];
  const queue = useQueues().data?.find((one) => one.id === contact.queue);
  const { form, problem, closing, submit } = useClosing(contact);
  const { busy, ask } = useAsk();
  const extensionsLeft = (queue?.wrap_up_extensions_max ?? 2) - contact.extensions;
  const extend = (): void => void ask(() => floor.extend(contact.id));
  useShortcut("wrapup.extend", extend, focused && extensionsLeft > 0);
  return (
    <form
      className={classes.panel}
      onSubmit={submit}
      aria-label={`${t("floor.closing.title")}: ${contact.customer_name}`}
    >
      <header className={classes.head}>
        <h3 className={classes.title}>{t("floor.closing.title")}</h3>
        {contact.wrap_up_until_at !== null && (
          <Timer
            until={contact.wrap_up_until_at}
            amber={AMBER_MS}
            red={RED_MS}
            label={t("floor.contacts.wrap_left")}
          />
        )}
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconClockPlus size={14} />}
          rightSection={<ActionKeys id="wrapup.extend" />}
          disabled={extensionsLeft <= 0}
          loading={busy}
          onClick={extend}
        >
          {t("floor.closing.extend", { count: Math.max(0, extensionsLeft) })}
        </Button>
      </header>
      <div className={classes.fields}>
        <Select
          className={classes.full}
          label={t("floor.closing.code")}
          placeholder={t("floor.closing.code_hint")}
          data={codeGroups(codes, contact.queue)}
          searchable
          required
          openOnFocus={false}
          selectFirstOptionOnChange
          nothingFoundMessage={t("floor.closing.no_code")}
          ref={focused ? focusOnMount : undefined}
          {...form.getInputProps("code")}
        />
        <Textarea
          className={classes.full}
          label={t("floor.closing.action")}
          placeholder={t("floor.closing.action_hint")}
          autosize
          minRows={1}
          maxRows={4}
          maxLength={ACTION_MAX}
          {...form.getInputProps("action")}
        />
        <TextInput
          label={t("floor.closing.owner")}
          maxLength={120}
          {...form.getInputProps("owner")}
        />
        <TextInput
          type="datetime-local"
          label={t("floor.closing.due")}
          {...form.getInputProps("due")}
        />
        <Checkbox
          className={classes.full}
          label={t("routing.was_hard")}
          description={t("routing.was_hard_hint")}
          {...form.getInputProps("hard", { type: "checkbox" })}
        />
      </div>
      {problem !== null && (
        <Alert color="coral" role="alert">
          {problem}
        </Alert>
      )}
      <div className={classes.foot}>
        <span className={classes.hint}>{t("floor.closing.hint")}</span>
        <Button type="submit" loading={closing} disabled={form.values.code === ""}>
          {t("floor.closing.submit")}
        </Button>
      </div>
    </form>
  );
}
