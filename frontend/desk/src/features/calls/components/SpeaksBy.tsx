/** By which telephone I speak with those who call by one, and a call to try it. */
import { Button } from "@mantine/core";
import { IconDeviceLandlinePhone, IconHeadset, IconHeadsetOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { phone, usePhone } from "../../../phone/phone";
import { toastProblem } from "../../../ui/toast";
import { deskPhone } from "../api";
import { speaksBy, type Speaks } from "../speaks";
import classes from "./Calls.module.css";

const TEST = "echo";

const ICONS: Record<Speaks, typeof IconHeadset> = {
  browser: IconHeadset,
  other_tab: IconHeadset,
  desk_phone: IconDeviceLandlinePhone,
  coming: IconHeadset,
  none: IconHeadsetOff,
  away: IconHeadsetOff,
};

export default function SpeaksBy() {
  const { t } = useTranslation();
  const state = usePhone();
  const speaks = speaksBy(state);
  if (speaks === null) return null;
  const Icon = ICONS[speaks];
  const words = t(`calls.speaks.${speaks}`);
  const testing = state.heard.leg === TEST;
  const has = speaks === "browser" || speaks === "desk_phone";
  return (
    <div className={classes.panel} data-held={speaks === "none" || speaks === "away"}>
      <Icon size={16} aria-hidden />
      <span className={classes.text} role="status">
        {testing ? t("calls.test.on") : words}
      </span>
      {testing ? (
        <Button size="compact-xs" variant="default" onClick={() => phone.line?.release(TEST)}>
          {t("calls.test.end")}
        </Button>
      ) : (
        has &&
        state.heard.leg === null && (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => void deskPhone.test().catch(toastProblem)}
          >
            {t("calls.test.start")}
          </Button>
        )
      )}
    </div>
  );
}
