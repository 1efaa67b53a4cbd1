/** A searchable list of queues and people; arrows move, Enter chooses. */
import { TextInput } from "@mantine/core";
import { IconSearch, IconStack2 } from "@tabler/icons-react";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Targets } from "@onqueue/api/models";
import { Presence } from "../../../ui/Presence";
import { EmptyState } from "../../../ui/states";
import classes from "./TargetPicker.module.css";

export type Target =
  | { kind: "queue"; id: string; name: string; detail: string }
  | {
      kind: "agent";
      id: string;
      name: string;
      detail: string;
      state: Targets["agents"][number]["state"];
      queues: string[];
    };

interface TargetPickerProps {
  targets: Target[];
  value: Target | null;
  onChange: (target: Target) => void;
  label: string;
}

export function TargetPicker({ targets, value, onChange, label }: TargetPickerProps) {
  const { t } = useTranslation();
  const [q, setQ] = useState("");
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  // The dialog opened before the list was there, and gave the focus to its close button.
  useEffect(() => input.current?.focus(), []);
  const words = q.trim().toLowerCase();
  const found = targets.filter((target) => target.name.toLowerCase().includes(words));
  const index = found.findIndex((target) => target.id === value?.id);
  const optionId = (target: Target): string => `${list}-${target.kind}-${target.id}`;
  const keys = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = found[Math.max(0, Math.min(found.length - 1, index + step))];
    if (next !== undefined) onChange(next);
  };
  const chosen = index < 0 ? undefined : found[index];
  return (
    <div className={classes.picker}>
      <TextInput
        ref={input}
        role="combobox"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={chosen === undefined ? undefined : optionId(chosen)}
        label={label}
        placeholder={t("floor.targets.search")}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={q}
        onChange={(event) => setQ(event.currentTarget.value)}
        onKeyDown={keys}
      />
      <div id={list} className={classes.list} role="listbox" aria-label={label}>
        {found.length === 0 && <EmptyState title={t("floor.targets.none")} />}
        {found.map((target) => (
          <button
            key={optionId(target)}
            id={optionId(target)}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={target.id === value?.id}
            className={classes.option}
            onClick={() => onChange(target)}
          >
            {target.kind === "queue" ? (
              <IconStack2 size={16} aria-hidden />
            ) : (
              <Presence state={target.state} />
            )}
            <span className={classes.name}>{target.name}</span>
            <span className={classes.detail}>{target.detail}</span>
          </button>
        ))}
      </div>
    </div>
  );
}
