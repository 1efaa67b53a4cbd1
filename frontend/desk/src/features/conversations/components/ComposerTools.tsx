import { ActionIcon, Popover, Tooltip } from "@mantine/core";
import { IconMoodSmile, IconPaperclip, IconSlash } from "@tabler/icons-react";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Composer.module.css";

const EMOJI = [
  "🙂",
  "😀",
  "😄",
  "😉",
  "😊",
  "🙏",
  "👍",
  "👋",
  "👌",
  "🎉",
  "❤️",
  "✅",
  "🤔",
  "😕",
  "😟",
  "😅",
  "🙌",
  "💡",
  "📦",
  "📎",
  "🕐",
  "☎️",
  "✉️",
  "🔧",
] as const;

interface ComposerToolsProps {
  picker: RefObject<HTMLInputElement | null>;
  emoji: boolean;
  onEmoji: (open: boolean) => void;
  onInsert: (piece: string) => void;
  onFiles: (files: readonly File[]) => void;
  onCanned: (() => void) | null;
}

export function ComposerTools(props: ComposerToolsProps) {
  const { t } = useTranslation();
  const { picker, emoji, onEmoji, onInsert, onFiles, onCanned } = props;
  return (
    <div className={classes.tools}>
      <Tooltip label={t("conversation.attach")}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("conversation.attach")}
          onClick={() => picker.current?.click()}
        >
          <IconPaperclip size={18} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={t("conversation.attach")}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
      <Popover opened={emoji} onChange={onEmoji} position="top-start" trapFocus shadow="lg">
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("conversation.emoji")}
            aria-expanded={emoji}
            onClick={() => onEmoji(!emoji)}
          >
            <IconMoodSmile size={18} stroke={1.7} />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown p={6} aria-label={t("conversation.emoji")}>
          <div className={classes.emoji}>
            {EMOJI.map((one) => (
              <button
                key={one}
                type="button"
                aria-label={one}
                onClick={() => {
                  onEmoji(false);
                  onInsert(one);
                }}
              >
                {one}
              </button>
            ))}
          </div>
        </Popover.Dropdown>
      </Popover>
      {onCanned !== null && (
        <Tooltip label={t("conversation.canned")}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("conversation.canned")}
            onClick={onCanned}
          >
            <IconSlash size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
}
