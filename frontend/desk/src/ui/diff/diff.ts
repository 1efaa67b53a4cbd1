/** What is different between two states of a thing, down to the values that a person can read. */

export interface Change {
  /** The way to the value: "thresholds.waiting_red", "skills.german.level". */
  path: string;
  before: unknown;
  after: unknown;
  kind: "added" | "removed" | "changed";
}

type Plain = Record<string, unknown>;

/** By these the items of a list are recognised again; without one, by what they are. */
const KEYS = ["id", "key", "skill", "date", "value"] as const;

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNothing(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === "" ||
    (Array.isArray(value) && value.length === 0) ||
    (isPlain(value) && Object.keys(value).length === 0)
  );
}

export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => same(item, b[index]));
  }
  if (isPlain(a) && isPlain(b)) {
    const names = Object.keys(a);
    return names.length === Object.keys(b).length && names.every((name) => same(a[name], b[name]));
  }
  return false;
}

function keyOf(items: unknown[]): (typeof KEYS)[number] | null {
  return (
    KEYS.find((key) => {
      const values = items.map((item) => (isPlain(item) ? item[key] : undefined));
      return values.every((v) => typeof v === "string") && new Set(values).size === values.length;
    }) ?? null
  );
}

function byKey(items: unknown[], key: string): Plain {
  return Object.fromEntries(
    (items as Plain[]).map((item) => {
      const { [key]: name, ...rest } = item;
      return [String(name), Object.keys(rest).length === 1 ? Object.values(rest)[0] : rest];
    }),
  );
}

function listChanges(path: string, before: unknown[], after: unknown[]): Change[] {
  const items = [...before, ...after];
  if (!items.some(isPlain)) return same(before, after) ? [] : [change(path, before, after)];
  const key = keyOf(before) ?? keyOf(after);
  if (key !== null && keyOf([...after]) === key && keyOf([...before]) === key) {
    return changesIn(path, byKey(before, key), byKey(after, key));
  }
  const gone = before.filter((item) => !after.some((other) => same(item, other)));
  const come = after.filter((item) => !before.some((other) => same(item, other)));
  return [
    ...gone.map((item) => change(path, item, undefined)),
    ...come.map((item) => change(path, undefined, item)),
  ];
}

function change(path: string, before: unknown, after: unknown): Change {
  const kind = isNothing(before) ? "added" : isNothing(after) ? "removed" : "changed";
  return { path, before, after, kind };
}

function changesIn(path: string, before: Plain, after: Plain): Change[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const way = path === "" ? name : `${path}.${name}`;
    const [a, b] = [before[name], after[name]];
    if (same(a, b) || (isNothing(a) && isNothing(b))) return [];
    if (Array.isArray(a) || Array.isArray(b)) {
      return listChanges(way, Array.isArray(a) ? a : [], Array.isArray(b) ? b : []);
    }
    if (isPlain(a) && isPlain(b)) return changesIn(way, a, b);
    return [change(way, a, b)];
  });
}

/** What a reader need not see: it changes with everything, or says nothing. */
const SILENT = new Set(["version", "changed_at", "changed_by", "id"]);

export function changesBetween(
  before: Readonly<Plain> | null,
  after: Readonly<Plain> | null,
): Change[] {
  const shown = (thing: Readonly<Plain> | null): Plain =>
    Object.fromEntries(Object.entries(thing ?? {}).filter(([name]) => !SILENT.has(name)));
  return changesIn("", shown(before), shown(after));
}
