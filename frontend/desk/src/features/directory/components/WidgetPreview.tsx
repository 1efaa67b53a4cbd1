/** The real widget, as it is being made: it can be opened, filled in and talked to. */
import { Group, SegmentedControl, Text, useComputedColorScheme } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { WidgetDraft } from "@onqueue/api/models";
import { cleaned } from "../form";
import { startPreview } from "../preview";
import { publicConfig } from "../widget";
import classes from "./Widget.module.css";

interface WidgetPreviewProps {
  draft: WidgetDraft;
  language: string;
}

const CALM_MS = 500;

export function WidgetPreview({ draft, language }: WidgetPreviewProps) {
  const { t } = useTranslation();
  const dark = useComputedColorScheme("light") === "dark";
  const [open, setOpen] = useState(true);
  const [missing, setMissing] = useState(false);
  const config = useMemo(
    () => JSON.stringify(publicConfig(cleaned(draft), language, open)),
    [draft, language, open],
  );
  const [settled] = useDebouncedValue(config, CALM_MS);
  return (
    <aside className={classes.preview} aria-label={t("admin.widgets.preview")}>
      <Group justify="space-between" gap="xs">
        <Text fw={600} size="sm">
          {t("admin.widgets.preview")}
        </Text>
        <SegmentedControl
          size="xs"
          aria-label={t("admin.widgets.preview_when")}
          data={[
            { value: "open", label: t("admin.widgets.preview_open") },
            { value: "closed", label: t("admin.widgets.preview_closed") },
          ]}
          value={open ? "open" : "closed"}
          onChange={(value) => setOpen(value === "open")}
        />
      </Group>
      {missing ? (
        <p className={classes.missing}>{t("admin.widgets.preview_missing")}</p>
      ) : (
        <PreviewFrame
          key={`${settled}${dark}`}
          config={settled}
          language={language}
          open={open}
          dark={dark}
          onMissing={() => setMissing(true)}
        />
      )}
      <Text size="xs" c="dimmed">
        {t("admin.widgets.preview_hint")}
      </Text>
    </aside>
  );
}

interface PreviewFrameProps {
  config: string;
  language: string;
  open: boolean;
  dark: boolean;
  onMissing: () => void;
}

function PreviewFrame({ config, language, open, dark, onMissing }: PreviewFrameProps) {
  const { t } = useTranslation();
  const frame = useRef<HTMLIFrameElement>(null);
  const agent = t("admin.widgets.sample_agent");
  const reply = t("admin.widgets.sample_reply");
  const start = (): void => {
    if (frame.current === null) return;
    const parsed = JSON.parse(config) as object;
    startPreview(frame.current, { config: parsed, language, open, dark, agent, reply }, onMissing);
  };
  // The empty page is there at once; the event comes too early for React, or not at all.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  useEffect(start, []);
  return (
    <iframe
      ref={frame}
      title={t("admin.widgets.preview")}
      className={classes.frame}
      onLoad={start}
    />
  );
}
