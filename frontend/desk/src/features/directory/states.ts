/** The states that people give a reason for. */
export const REASON_STATES = ["break", "training", "meeting", "back_office"] as const;
