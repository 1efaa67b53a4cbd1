import { useBoardAlerts } from "../hooks/useBoardAlerts";

/** Draws nothing; it listens on every screen of those who can do something about it. */
export function BoardAlerts() {
  useBoardAlerts();
  return null;
}
