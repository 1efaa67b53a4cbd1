/** Which of my contacts are open beside each other, and which one has the keys. */
import { useMediaQuery } from "@mantine/hooks";
import { useCallback, useState } from "react";
import { useWantedOpen } from "../../features/floor/opening";
import { openPane, settle, type Panes } from "./panes";

const KEY = "onqueue.columns";
const TWO = "(min-width: 80em)";
const THREE = "(min-width: 112em)";

export interface PaneControl extends Panes {
  columns: number;
  columnsMax: number;
  setColumns: (count: number) => void;
  open: (id: string) => void;
  focus: (id: string) => void;
  hide: (id: string) => void;
  step: (by: 1 | -1) => void;
}

export function usePanes(ids: readonly string[]): PaneControl {
  const wide = useMediaQuery(TWO);
  const widest = useMediaQuery(THREE);
  const columnsMax = widest ? 3 : wide ? 2 : 1;
  const [wanted, setWanted] = useState(() => Number(localStorage.getItem(KEY) ?? "1") || 1);
  const columns = Math.min(wanted, columnsMax);
  const [kept, setKept] = useState<Panes>({ shown: [], focused: null });
  const accepted = useWantedOpen();
  const [opened, setOpened] = useState<typeof accepted>(null);
  const panes = settle(kept, ids, columns);
  if (accepted !== opened && accepted !== null && ids.includes(accepted.contact)) {
    setOpened(accepted);
    setKept(openPane(panes, accepted.contact, columns));
  }

  const setColumns = useCallback((count: number) => {
    localStorage.setItem(KEY, String(count));
    setWanted(count);
  }, []);
  const open = (id: string): void => setKept(openPane(panes, id, columns));
  return {
    ...panes,
    columns,
    columnsMax,
    setColumns,
    open,
    focus: (id) => {
      if (id !== panes.focused) setKept({ ...panes, focused: id });
    },
    hide: (id) => {
      const shown = panes.shown.filter((one) => one !== id);
      setKept({ shown, focused: panes.focused === id ? (shown.at(-1) ?? null) : panes.focused });
      if (columns > 1) setColumns(Math.max(1, shown.length));
    },
    step: (by) => {
      const at = ids.indexOf(panes.focused ?? "");
      const next = ids[(at + by + ids.length) % ids.length];
      if (next !== undefined) open(next);
    },
  };
}
