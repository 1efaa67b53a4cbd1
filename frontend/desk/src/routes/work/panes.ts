/** The panes of the workplace as data. */

export interface Panes {
  shown: readonly string[];
  focused: string | null;
}

/** What is gone leaves its place, and free places are filled with what is not open yet. */
export function settle(panes: Panes, ids: readonly string[], columns: number): Panes {
  const known = new Set(ids);
  let shown = panes.shown.filter((id) => known.has(id));
  const focused = panes.focused !== null && known.has(panes.focused) ? panes.focused : null;
  if (shown.length > columns) {
    const kept = shown.filter((id) => id === focused);
    const rest = shown.filter((id) => id !== focused);
    const room = columns - kept.length;
    const others = new Set(room > 0 ? rest.slice(-room) : []);
    shown = shown.filter((id) => id === focused || others.has(id));
  }
  for (const id of ids) {
    if (shown.length >= columns) break;
    if (!shown.includes(id)) shown = [...shown, id];
  }
  return { shown, focused: focused ?? shown.at(-1) ?? null };
}

/** Opens in the place of the focused one when all places are taken. */
export function openPane(panes: Panes, id: string, columns: number): Panes {
  if (panes.shown.includes(id)) return { ...panes, focused: id };
  if (panes.shown.length < columns) return { shown: [...panes.shown, id], focused: id };
  const victim = panes.focused ?? panes.shown.at(-1);
  return { shown: panes.shown.map((one) => (one === victim ? id : one)), focused: id };
}
