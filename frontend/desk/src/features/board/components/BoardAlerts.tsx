import { useBoardAlerts } from "../hooks/useBoardAlerts";

/** Draws nothing; it listens on every screen of those who watch the floor. */
export function BoardAlerts() {
  useBoardAlerts();
  return null;
}
