/** The first start: who administers, what the centre is called and speaks, when it is open. */
import { Alert, Button, Group, Stepper } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldProblems, problemText } from "../../../ui/problems";
import { useScreenTitle } from "../../../ui/title";
import { setUp } from "../api";
import { passwordFault } from "../password";
import { spoken } from "../../../i18n/i18n";
import { FIELD_STEP, initialSetup, setupRequest, STEPS, type SetupValues } from "../setup";
import classes from "./Door.module.css";
import { SetupAdministrator, SetupCentre } from "./SetupFields";
import { SetupData, SetupHours } from "./SetupHours";

interface SetupWizardProps {
  /** From the address that the server printed; empty where somebody came by another. */
  token: string;
  onDone: () => void;
}

export function SetupWizard({ token, onDone }: SetupWizardProps) {
  const { t, i18n } = useTranslation();
  useScreenTitle(t("setup.title"));
  const [step, setStep] = useState(0);
  const [asksToken, setAsksToken] = useState(token === "");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const need = (key: "token" | "email" | "name" | "centre", value: string): string | null =>
    value.trim() === "" ? t(`identity.need.${key}`) : null;
  const form = useForm<SetupValues>({
    initialValues: initialSetup(
      token,
      Intl.DateTimeFormat().resolvedOptions().timeZone,
      spoken(i18n.language),
    ),
    validate: (values) => ({
      ...(step === 0
        ? {
            token: need("token", values.token),
            name: need("name", values.name),
            email: need("email", values.email),
            password: passwordFault(values.password, t),
          }
        : {}),
      ...(step === 1
        ? {
            centre: need("centre", values.centre),
            languages: values.languages.length === 0 ? t("identity.need.language") : null,
          }
        : {}),
      ...(step === 2 ? hourFaults(values, t("setup.hours_order")) : {}),
    }),
  });
  const showAt = (error: unknown): void => {
    const hits = fieldProblems(error, t).flatMap(({ field, reason }) => {
      const key = Object.keys(FIELD_STEP).find((name) => field.endsWith(name));
      const place = key === undefined ? undefined : FIELD_STEP[key];
      return place === undefined ? [] : [{ ...place, reason }];
    });
    for (const hit of hits) {
      const said = hit.field === "token" ? t("setup.token_wrong") : hit.reason;
      form.setFieldError(hit.field, said);
    }
    if (hits.some((hit) => hit.field === "token")) setAsksToken(true);
    if (hits.length > 0) setStep(Math.min(...hits.map((hit) => hit.step)));
    else setProblem(problemText(error, t));
  };
  const finish = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await setUp(setupRequest(form.values));
      onDone();
    } catch (error) {
      showAt(error);
    } finally {
      setBusy(false);
    }
  };
  const next = (): void => {
    if (form.validate().hasErrors) return;
    if (step < STEPS.length - 1) setStep(step + 1);
    else void finish();
  };
  return (
    <form
      data-wide="true"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        next();
      }}
    >
      <h1 className={classes.title}>{t("setup.title")}</h1>
      <p className={classes.text}>{t("setup.text")}</p>
      <Stepper
        active={step}
        size="xs"
        onStepClick={(to) => {
          if (to < step) setStep(to);
        }}
      >
        {STEPS.map((name, index) => (
          <Stepper.Step key={name} label={t(`setup.step.${name}`)} allowStepSelect={index < step}>
            {name === "administrator" && <SetupAdministrator form={form} asksToken={asksToken} />}
            {name === "centre" && <SetupCentre form={form} />}
            {name === "hours" && <SetupHours form={form} />}
            {name === "data" && <SetupData form={form} />}
          </Stepper.Step>
        ))}
      </Stepper>
      {problem !== null && (
        <Alert color="coral" role="alert" mt="md">
          {problem}
        </Alert>
      )}
      <Group justify="space-between" mt="lg">
        <Button variant="default" disabled={step === 0} onClick={() => setStep(step - 1)}>
          {t("common.back")}
        </Button>
        <Button type="submit" loading={busy}>
          {t(step < STEPS.length - 1 ? "common.next" : "setup.finish")}
        </Button>
      </Group>
    </form>
  );
}

function hourFaults(values: SetupValues, fault: string): Record<string, string> {
  return Object.fromEntries(
    values.hours.flatMap((hours, day) =>
      hours.open && hours.from >= hours.to ? [[`hours.${day}.to`, fault]] : [],
    ),
  );
}
