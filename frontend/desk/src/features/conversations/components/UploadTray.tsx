import { CloseButton, Progress } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { fileSize } from "../../../ui/format";
import { problemText } from "../../../ui/problems";
import type { Uploads } from "../hooks/useUploads";
import { FILE_MAX_BYTES, FILES_MAX } from "../uploads";
import classes from "./Composer.module.css";

export function UploadTray({ uploads }: { uploads: Uploads }) {
  const { t, i18n } = useTranslation();
  if (uploads.items.length === 0 && uploads.refused === null) return null;
  return (
    <div className={classes.tray}>
      {uploads.items.map((item) => (
        <div key={item.key} className={classes.upload} data-failed={item.error !== null}>
          <span className={classes.uploadName}>{item.name}</span>
          <small className="tnum">{fileSize(item.size, i18n.language)}</small>
          <CloseButton
            size="xs"
            aria-label={t("conversation.remove_file", { name: item.name })}
            onClick={() => uploads.remove(item.key)}
          />
          {item.error !== null ? (
            <span className={classes.uploadError} role="alert">
              {problemText(item.error, t)}
            </span>
          ) : (
            item.file === null && (
              <Progress
                className={classes.progress}
                size={3}
                value={item.progress * 100}
                aria-label={t("conversation.uploading", { name: item.name })}
              />
            )
          )}
        </div>
      ))}
      {uploads.refused !== null && (
        <span className={classes.uploadError} role="alert">
          {t(`conversation.file.${uploads.refused}`, {
            size: fileSize(FILE_MAX_BYTES, i18n.language),
            count: FILES_MAX,
          })}
        </span>
      )}
    </div>
  );
}
