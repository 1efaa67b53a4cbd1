/** A text to be taken elsewhere, and the button that copies it. */
import { ActionIcon, CopyButton, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./CopyText.module.css";

export function CopyText({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation();
  return (
    <div className={classes.frame}>
      {/* It scrolls, so it must be reachable by key. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={classes.text} tabIndex={0} aria-label={label}>
        {text}
      </pre>
      <CopyButton value={text} timeout={2_000}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t("admin.copied") : t("admin.copy")}>
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={copied ? t("admin.copied") : t("admin.copy")}
              onClick={copy}
            >
              {copied ? <IconCheck size={17} /> : <IconCopy size={17} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}
