import { IconFile } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Attachment } from "@onqueue/api/models";
import { fileSize } from "../../../ui/format";
import classes from "./MessageList.module.css";

function hrefOf(file: Attachment): string {
  return `/api/files/${encodeURIComponent(file.id)}`;
}

/** Only what the server calls safe is drawn; everything else is a name to download. */
export function FileList({ files }: { files: Attachment[] }) {
  const { i18n } = useTranslation();
  return (
    <ul className={classes.files}>
      {files.map((file) => (
        <li key={file.id}>
          {file.safe_inline && file.type.startsWith("image/") ? (
            <a href={hrefOf(file)} target="_blank" rel="noopener noreferrer">
              <img className={classes.image} src={hrefOf(file)} alt={file.name} loading="lazy" />
            </a>
          ) : file.type.startsWith("audio/") ? (
            // eslint-disable-next-line jsx-a11y/media-has-caption -- nobody wrote down what was said
            <audio controls preload="none" src={hrefOf(file)} aria-label={file.name} />
          ) : (
            <a className={classes.file} href={hrefOf(file)} download={file.name}>
              <IconFile size={17} aria-hidden />
              <span>{file.name}</span>
              <small className="tnum">{fileSize(file.size, i18n.language)}</small>
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
