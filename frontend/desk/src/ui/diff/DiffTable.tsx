/** Before and after, value by value, in words. */
import { useTranslation } from "react-i18next";
import type { Translate } from "../../i18n/i18n";
import { dateTime, duration } from "../format";
import type { Change } from "./diff";
import classes from "./DiffTable.module.css";

interface DiffTableProps {
  label: string;
  changes: Change[];
  /** Names of what the values only have the id of. */
  names?: Record<string, string>;
  headers?: [before: string, after: string];
}

export function DiffTable({ label, changes, names = {}, headers }: DiffTableProps) {
  const { t, i18n } = useTranslation();
  if (changes.length === 0) return <p className={classes.none}>{t("admin.diff.none")}</p>;
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t("admin.diff.what")}</th>
            <th scope="col">{headers?.[0] ?? t("admin.diff.before")}</th>
            <th scope="col">{headers?.[1] ?? t("admin.diff.after")}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change, index) => (
            <tr key={`${change.path}${index}`} data-kind={change.kind}>
              <th scope="row">{pathText(change.path, names, t)}</th>
              <td className={classes.before}>
                {valueText(change.before, lastOf(change.path), names, t, i18n.language)}
              </td>
              <td className={classes.after}>
                {valueText(change.after, lastOf(change.path), names, t, i18n.language)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function lastOf(path: string): string {
  return path.split(".").at(-1) ?? path;
}

export function pathText(path: string, names: Record<string, string>, t: Translate): string {
  return path
    .split(".")
    .map((part) => names[part] ?? fieldText(part, t))
    .join(" › ");
}

export function fieldText(name: string, t: Translate): string {
  const word: string = t(`admin.field.${name as "name"}`, { defaultValue: "" });
  return word === "" ? name.replaceAll("_", " ") : word;
}

export function valueText(
  value: unknown,
  field: string,
  names: Record<string, string>,
  t: Translate,
  language: string,
): string {
  const inner = (one: unknown, name: string): string => valueText(one, name, names, t, language);
  if (value === undefined || value === null || value === "") return "–";
  if (typeof value === "boolean") return value ? t("admin.yes") : t("admin.no");
  if (typeof value === "number") {
    if (field.endsWith("_at")) return dateTime(value, language);
    if (field.endsWith("_s")) return duration(value * 1_000);
    return field.endsWith("_percent") ? `${value} %` : String(value);
  }
  if (Array.isArray(value)) return value.map((item) => inner(item, field)).join(", ");
  if (typeof value === "object") {
    const entries = Object.entries(value).filter(([, item]) => item !== null && item !== "");
    return entries.map(([name, item]) => `${fieldText(name, t)}: ${inner(item, name)}`).join(" · ");
  }
  const text = value as string;
  return names[text] ?? text;
}
