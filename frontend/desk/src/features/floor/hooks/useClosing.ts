/**
 * The closing panel's form. Nothing of it is lost: it is kept in this tab while one looks at
 * another contact, and what is there when the time runs out is sent just before.
 */
import { useForm, type UseFormReturnType } from "@mantine/form";
import { useEffect, useEffectEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../api/session";
import type { ContactEntity } from "../../../live/protocol";
import { clock } from "../../../ui/now";
import { showProblem } from "../../../ui/problems";
import { floor } from "../api";
import { dueAt } from "../closing";
import { forgetClosing, loadClosing, saveClosing, type Closing } from "../recaps";

/** Early enough to arrive before the server closes the contact by itself. */
export const LAST_MS = 3_000;

interface ClosingControl {
  form: UseFormReturnType<Closing>;
  problem: string | null;
  closing: boolean;
  submit: () => void;
}

async function sendRecap(contact: string, values: Closing): Promise<void> {
  const action = values.action.trim();
  if (action === "") return;
  const owner = values.owner.trim();
  await floor.recap(contact, { action, owner, due_at: dueAt(values.due) });
}

export function useClosing(contact: ContactEntity): ClosingControl {
  const { t } = useTranslation();
  const me = useMe();
  const [problem, setProblem] = useState<string | null>(null);
  const [closing, setClosing] = useState(false);
  const form = useForm<Closing>({
    initialValues: loadClosing(contact.id, me.name),
    onValuesChange: (values) => saveClosing(contact.id, values),
  });
  const close = async (values: Closing): Promise<void> => {
    setProblem(null);
    setClosing(true);
    try {
      // First what is to be done: once closed, the contact is no longer mine to write on.
      await sendRecap(contact.id, values);
      await floor.close(contact.id, values.code, values.hard);
      forgetClosing(contact.id);
    } catch (error) {
      setProblem(showProblem(form, error, t, { due_at: "due" }));
    } finally {
      setClosing(false);
    }
  };
  const sendWhatIsThere = useEffectEvent(() => {
    const values = form.getValues();
    if (closing) return;
    if (values.code === "") void sendRecap(contact.id, values).catch(() => undefined);
    else void close(values);
  });
  const until = contact.wrap_up_until_at;
  useEffect(() => {
    if (until === null) return;
    const last = setTimeout(() => sendWhatIsThere(), Math.max(0, until - LAST_MS - clock()));
    return () => clearTimeout(last);
  }, [until]);
  return { form, problem, closing, submit: form.onSubmit((values) => void close(values)) };
}
