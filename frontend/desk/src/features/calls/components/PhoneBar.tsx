/** Above the work of somebody who takes calls: what keeps them from it, and the device check. */
import { Button, type ButtonProps } from "@mantine/core";
import { IconMicrophone } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../api/session";
import { useAgent } from "../../../live/hooks";
import { usePhone } from "../../../phone/phone";
import { speaksBy } from "../speaks";
import classes from "./Calls.module.css";

const DeviceCheck = lazy(async () => {
  const { DeviceCheck: loaded } = await import("./DeviceCheck");
  return { default: loaded };
});

const SpeaksBy = lazy(() => import("./SpeaksBy"));

const DialPanel = lazy(() => import("./DialPanel"));

export function PhoneBar() {
  const takesCalls = (useAgent(useMe().id)?.capacity["voice"] ?? 0) > 0;
  const { t } = useTranslation();
  const speaks = speaksBy(usePhone());
  if (!takesCalls) return null;
  // One notice for one thing to do.
  if (speaks === "none") return <PhoneCheck words={t("calls.speaks.none")} />;
  return (
    <>
      <PhoneCheck />
      <Suspense>
        <SpeaksBy />
        <DialPanel />
      </Suspense>
    </>
  );
}

/** Says what is missing, if anything is, and leads to the check. */
export function PhoneCheck({ words }: { words?: string }) {
  const { t } = useTranslation();
  const { devices, problem } = usePhone();
  if (devices.checked && problem === null) return null;
  return (
    <div className={classes.panel} data-held>
      <IconMicrophone size={16} aria-hidden />
      <span className={classes.text} role="status">
        {problem === null ? (words ?? t("calls.check.needed")) : t(`calls.problem.${problem}`)}
      </span>
      <CheckButton size="compact-xs" />
    </div>
  );
}

/** Opens the check of the microphone. */
export function CheckButton({ size, variant }: Pick<ButtonProps, "size" | "variant">) {
  const { t } = useTranslation();
  const [checking, setChecking] = useState(false);
  return (
    <>
      <Button size={size} variant={variant} onClick={() => setChecking(true)}>
        {t("calls.check.open")}
      </Button>
      <Suspense>{checking && <DeviceCheck opened onClose={() => setChecking(false)} />}</Suspense>
    </>
  );
}
