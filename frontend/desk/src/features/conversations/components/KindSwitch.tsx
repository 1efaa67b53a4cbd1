import { IconEyeOff, IconMessage, IconNote } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { OwnMessageKind } from "@onqueue/api/models";
import { ActionKeys } from "../../../ui/shortcuts/Keys";
import classes from "./Composer.module.css";

const ICONS = { reply: IconMessage, note: IconNote, whisper: IconEyeOff } as const;

interface KindSwitchProps {
  kinds: readonly OwnMessageKind[];
  kind: OwnMessageKind;
  onChange: (kind: OwnMessageKind) => void;
}

export function KindSwitch({ kinds, kind, onChange }: KindSwitchProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.kinds} role="group" aria-label={t("conversation.kind_switch")}>
      {kinds.map((one) => {
        const Icon = ICONS[one];
        return (
          <button
            key={one}
            type="button"
            className={classes.kind}
            data-kind={one}
            aria-pressed={one === kind}
            onClick={() => onChange(one)}
          >
            <Icon size={14} aria-hidden /> {t(`conversation.kind.${one}`)}
            {one !== kind && one !== "whisper" && (
              <ActionKeys id={one === "reply" ? "compose.reply" : "compose.note"} />
            )}
          </button>
        );
      })}
      <span className={classes.who}>{t(`conversation.who_sees.${kind}`)}</span>
    </div>
  );
}
