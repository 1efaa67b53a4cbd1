/** Makes the desk a telephone for those who take calls, or listen to them. Shows nothing. */
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useMe, useRight } from "../api/session";
import { useAgent } from "../live/hooks";
import { live } from "../live/store";
import { toastWarning } from "../ui/toast";
import { usePhoneLine } from "./usePhoneLine";

export default function Telephone() {
  const takesCalls = (useAgent(useMe().id)?.capacity["voice"] ?? 0) > 0;
  const listens = useRight("chat.monitor");
  usePhoneLine(takesCalls || listens);
  const { t } = useTranslation();
  useEffect(
    () =>
      live.onFrame((frame) => {
        if (frame.t === "call" && frame.out?.why) {
          toastWarning(t(`calls.out.why.${frame.out.why}`), frame.out.number);
        }
        if (frame.t !== "call_lost") return;
        toastWarning(t(`calls.lost.${frame.why}`), t("calls.lost.title"));
      }),
    [t],
  );
  return null;
}
