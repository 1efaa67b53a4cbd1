/** Connects the telephone with the live socket, while somebody who takes calls is at the desk. */
import { useEffect } from "react";
import { live, useLinkStatus } from "../live/store";
import { phone, usePhone } from "./phone";

export function usePhoneLine(takesCalls: boolean): void {
  const { checked } = usePhone().devices;
  const status = useLinkStatus();
  useEffect(() => live.onFrame((frame) => phone.hear(frame)), []);
  useEffect(() => {
    if (status === "live") phone.ask();
    if (status !== "live") phone.lost();
    else if (takesCalls && checked) void phone.start();
    else phone.stop();
  }, [status, takesCalls, checked]);
}
