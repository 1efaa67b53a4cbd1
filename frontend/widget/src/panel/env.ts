/** What every part of the panel needs: words, settings, the client, and where drafts are kept. */

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Client } from "../client/client";
import type { Config } from "../config";
import type { Words } from "../i18n/words";
import type { Drafts } from "./drafts";

export interface Env extends Words {
  client: Client;
  config: Config;
  base: string;
  drafts: Drafts;
  identity: () => Record<string, string>;
  name: string;
}

export const EnvContext = createContext<Env | null>(null);

export function useEnv(): Env {
  const env = useContext(EnvContext);
  if (!env) throw new Error("no env");
  return env;
}
