/** Makes the desk a telephone for those who take calls, or listen to them. Shows nothing. */
import { useMe, useRight } from "../api/session";
import { useAgent } from "../live/hooks";
import { usePhoneLine } from "./usePhoneLine";

export default function Telephone() {
  const takesCalls = (useAgent(useMe().id)?.capacity["voice"] ?? 0) > 0;
  const listens = useRight("chat.monitor");
  usePhoneLine(takesCalls || listens);
  return null;
}
