/** Sends one file with its progress. fetch cannot tell how far it is, XMLHttpRequest can. */
import { getCsrf } from "@onqueue/api/client";
import type { Attachment } from "@onqueue/api/models";
import { Problem, Unreachable, type ProblemBody } from "@onqueue/api/problem";

export const FILE_MAX_BYTES = 10 * 1024 * 1024;
export const FILES_MAX = 5;

export interface Upload {
  key: string;
  name: string;
  size: number;
  progress: number;
  file: Attachment | null;
  error: unknown;
  abort: () => void;
}

function answerOf(request: XMLHttpRequest): Attachment {
  const body = JSON.parse(request.responseText) as Attachment & ProblemBody;
  if (request.status >= 400) throw new Problem({ ...body, status: request.status });
  return body;
}

export function uploadFile(
  conversation: string,
  file: File,
  onProgress: (share: number) => void,
): { done: Promise<Attachment>; abort: () => void } {
  const request = new XMLHttpRequest();
  const done = new Promise<Attachment>((resolve, reject) => {
    request.open("POST", `/api/conversations/${encodeURIComponent(conversation)}/files`);
    request.setRequestHeader("X-CSRF", getCsrf() ?? "");
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onerror = () => reject(new Unreachable());
    request.onload = () => {
      try {
        resolve(answerOf(request));
      } catch (error) {
        reject(
          error instanceof Problem
            ? error
            : new Problem({
                title: request.statusText,
                status: request.status,
                code: `http.${request.status}`,
              }),
        );
      }
    };
  });
  const form = new FormData();
  form.append("file", file, file.name);
  request.send(form);
  return { done, abort: () => request.abort() };
}
