import { Button, CloseButton, TextInput } from "@mantine/core";
import { IconDownload, IconSearch } from "@tabler/icons-react";
import { useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useShortcut } from "../shortcuts/useShortcut";
import classes from "./DataTable.module.css";
import type { ListControl } from "./list";

interface ToolbarProps {
  label: string;
  list?: ListControl;
  searchable?: boolean;
  filters?: ReactNode;
  actions?: ReactNode;
  csv?: string;
}

export function Toolbar({ label, list, searchable = true, filters, actions, csv }: ToolbarProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const hasSearch = list !== undefined && searchable;
  useShortcut("search.focus", () => input.current?.focus(), hasSearch);
  if (!hasSearch && filters === undefined && actions === undefined && csv === undefined) {
    return null;
  }
  return (
    <div className={classes.toolbar}>
      {hasSearch && (
        <TextInput
          ref={input}
          type="search"
          className={classes.search}
          aria-label={t("common.table.search_in", { label })}
          placeholder={t("common.table.search")}
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={
            list.state.q === "" ? null : (
              <CloseButton
                size="sm"
                aria-label={t("common.clear")}
                onClick={() => list.set({ q: "" })}
              />
            )
          }
          value={list.state.q}
          maxLength={200}
          onChange={(event) => list.set({ q: event.currentTarget.value })}
        />
      )}
      {filters}
      <span className={classes.spring} />
      {csv !== undefined && (
        <Button
          component="a"
          href={csv}
          download
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {t("common.table.csv")}
        </Button>
      )}
      {actions}
    </div>
  );
}
