/** Above the work of somebody who takes calls: what keeps them from it, and the device check. */
import { Button } from "@mantine/core";
import { IconMicrophone } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../api/session";
import { useAgent } from "../../../live/hooks";
import { usePhone } from "../../../phone/phone";
import classes from "./Calls.module.css";

const DeviceCheck = lazy(async () => {
  const { DeviceCheck: loaded } = await import("./DeviceCheck");
  return { default: loaded };
});

const SpeaksBy = lazy(() => import("./SpeaksBy"));

export function PhoneBar() {
  const takesCalls = (useAgent(useMe().id)?.capacity["voice"] ?? 0) > 0;
  if (!takesCalls) return null;
  return (
    <>
      <PhoneCheck />
      <Suspense>
        <SpeaksBy />
      </Suspense>
    </>
  );
}

/** Says what is missing, if anything is, and leads to the check. */
export function PhoneCheck() {
  const { t } = useTranslation();
  const { devices, problem } = usePhone();
  const [checking, setChecking] = useState(false);
  const needed = !devices.checked || problem !== null;
  return (
    <>
      {needed && (
        <div className={classes.panel} data-held role="status">
          <IconMicrophone size={16} aria-hidden />
          <span className={classes.text}>
            {problem === null ? t("calls.check.needed") : t(`calls.problem.${problem}`)}
          </span>
          <Button size="compact-xs" onClick={() => setChecking(true)}>
            {t("calls.check.open")}
          </Button>
        </div>
      )}
      <Suspense>{checking && <DeviceCheck opened onClose={() => setChecking(false)} />}</Suspense>
    </>
  );
}
