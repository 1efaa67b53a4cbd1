/** Changes to a customer's details, and what to do when somebody else was faster. */
import type { Customer } from "@onqueue/api/models";

export const FIELDS = ["name", "email", "phone", "language", "company", "notes"] as const;
export type Field = (typeof FIELDS)[number];
export type Details = Record<Field, string>;

export function pick(customer: Customer): Details {
  return Object.fromEntries(FIELDS.map((field) => [field, customer[field]])) as Details;
}

export function changesOf(values: Details, base: Customer): Partial<Details> {
  return Object.fromEntries(
    FIELDS.filter((field) => values[field].trim() !== base[field]).map((field) => [
      field,
      values[field].trim(),
    ]),
  );
}

/** Keeps what was typed, takes over what the other person changed elsewhere. `fields` are those
 * that both changed. */
export function rebase(
  values: Details,
  base: Customer,
  current: Customer,
): { values: Details; fields: Field[] } {
  const next = { ...values };
  const fields: Field[] = [];
  for (const field of FIELDS) {
    const mine = values[field] !== base[field];
    const theirs = current[field] !== base[field];
    if (theirs && !mine) next[field] = current[field];
    if (theirs && mine && values[field] !== current[field]) fields.push(field);
  }
  return { values: next, fields };
}
