/** The typed client: one fetch for the whole desk, with the session's CSRF token and problems thrown. */
import createClient, { type FetchResponse, type Middleware } from "openapi-fetch";
import type { paths } from "./schema";
import { problemOf, Unreachable } from "./problem";

let csrf: string | null = null;
let onUnauthenticated: () => void = () => undefined;

export function setCsrf(token: string | null): void {
  csrf = token;
}

export function getCsrf(): string | null {
  return csrf;
}

/** Called when the server says that nobody is signed in any more. */
export function setUnauthenticated(handler: () => void): void {
  onUnauthenticated = handler;
}

const SAFE = new Set(["GET", "HEAD"]);

const session: Middleware = {
  onRequest({ request }) {
    if (!SAFE.has(request.method) && csrf !== null) request.headers.set("X-CSRF", csrf);
    return request;
  },
  async onResponse({ response, request }) {
    if (response.ok) return undefined;
    const problem = await problemOf(response);
    if (response.status === 401 && !new URL(request.url).pathname.endsWith("/api/session")) {
      onUnauthenticated();
    }
    throw problem;
  },
  onError({ error }) {
    return error instanceof TypeError ? new Unreachable() : (error as Error);
  },
};

export const api = createClient<paths>({
  baseUrl: typeof location === "undefined" ? "http://localhost" : location.origin,
  credentials: "same-origin",
  fetch: (request) => globalThis.fetch(request),
});
api.use(session);

/** The body of an answer; problems were thrown before it gets here. */
export async function unwrap<
  T extends Record<string | number, unknown>,
  O,
  M extends `${string}/${string}`,
>(answer: Promise<FetchResponse<T, O, M>>): Promise<NonNullable<FetchResponse<T, O, M>["data"]>> {
  const { data } = await answer;
  return data as NonNullable<FetchResponse<T, O, M>["data"]>;
}
