/** What the setup asks, step by step, and how it is said to the server. */
import type { Language, SetupRequest } from "@onqueue/api/models";

export interface DayHours {
  open: boolean;
  from: string;
  to: string;
}

export interface SetupValues extends Record<string, unknown> {
  token: string;
  name: string;
  email: string;
  password: string;
  centre: string;
  languages: Language[];
  time_zone: string;
  hours: DayHours[];
  data: "demo" | "empty";
}

export const STEPS = ["administrator", "centre", "hours", "data"] as const;

const WORKDAYS = 5;

export function initialSetup(token: string, timeZone: string, language: Language): SetupValues {
  return {
    token,
    name: "",
    email: "",
    password: "",
    centre: "",
    languages: [language],
    time_zone: timeZone,
    hours: Array.from({ length: 7 }, (_, day) => ({
      open: day < WORKDAYS,
      from: "09:00",
      to: "17:30",
    })),
    data: "demo",
  };
}

export function setupRequest(values: SetupValues): SetupRequest {
  return {
    token: values.token.trim(),
    administrator: {
      name: values.name.trim(),
      email: values.email.trim(),
      password: values.password,
    },
    centre: {
      name: values.centre.trim(),
      languages: values.languages,
      time_zone: values.time_zone,
    },
    hours: values.hours.flatMap((hours, day) =>
      hours.open ? [{ day, from: hours.from, to: hours.to }] : [],
    ),
    data: values.data,
  };
}

/** The server's names for fields that are asked under another name here. */
export const FIELD_STEP: Record<string, { field: string; step: number }> = {
  token: { field: "token", step: 0 },
  "administrator.name": { field: "name", step: 0 },
  "administrator.email": { field: "email", step: 0 },
  "administrator.password": { field: "password", step: 0 },
  "centre.name": { field: "centre", step: 1 },
  "centre.languages": { field: "languages", step: 1 },
  "centre.time_zone": { field: "time_zone", step: 1 },
};
