/** May this file be sent, and if so, how far is it? */

import type { FileRef } from "../client/frames";
import type { FileRules } from "../config";
import type { Words } from "../i18n/words";

export const FILES_MAX = 5;

export interface Upload {
  key: string;
  name: string;
  size: number;
  /** 0 to 1. */
  progress: number;
  done: FileRef | null;
  problem: string | null;
}

export function refusalOf(file: File, rules: FileRules, { t, size }: Words): string | null {
  const { name } = file;
  if (file.size === 0) return t("file.empty", { name });
  if (file.size > rules.max_bytes) {
    return t("file.too_large", { name, size: size(file.size), max: size(rules.max_bytes) });
  }
  if (!rules.types.length || rules.types.some((type) => fits(file, type.toLowerCase())))
    return null;
  return t("file.type", { name, types: rules.types.map(shortType).join(", ") });
}

/** `.pdf`, `image/*` or `image/png`, as in a file input's `accept`. */
function fits({ name, type }: File, wanted: string): boolean {
  if (wanted.startsWith(".")) return name.toLowerCase().endsWith(wanted);
  if (wanted.endsWith("/*")) return type.startsWith(wanted.slice(0, -1));
  return type === wanted;
}

function shortType(type: string): string {
  return type.replace(/^\.|^.*\/(?=[^*])|\/\*$/, "").toUpperCase();
}

export interface Sending {
  result: Promise<FileRef>;
  abort: () => void;
}

export class UploadRefused extends Error {
  readonly code: string;

  constructor(code: string, title: string) {
    super(title);
    this.code = code;
  }
}

/** The address of a file for the next minutes; nothing where the server gives none. */
export async function freshLink(base: string, token: string, file: string): Promise<string | null> {
  const asked = { method: "POST", headers: { Authorization: `Bearer ${token}` } };
  const answer = await fetch(`${base}/api/chat/files/${encodeURIComponent(file)}/link`, asked);
  return answer.ok ? ((await answer.json()) as { url: string }).url : null;
}

/** XMLHttpRequest, because fetch cannot say how much has been sent. */
export function upload(
  base: string,
  token: string,
  file: File,
  onProgress: (share: number) => void,
): Sending {
  const request = new XMLHttpRequest();
  const result = new Promise<FileRef>((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onerror = () => reject(new UploadRefused("", ""));
    request.onload = () => {
      const body = (request.response ?? {}) as Partial<FileRef> & { code?: string; title?: string };
      const { id, name = file.name, size = file.size, type = file.type } = body;
      if (request.status < 300 && id) resolve({ id, name, size, type });
      else reject(new UploadRefused(body.code ?? "", body.title ?? ""));
    };
  });
  const body = new FormData();
  body.append("file", file);
  request.open("POST", `${base}/api/chat/files`);
  request.responseType = "json";
  request.setRequestHeader("Authorization", `Bearer ${token}`);
  request.send(body);
  return { result, abort: () => request.abort() };
}
