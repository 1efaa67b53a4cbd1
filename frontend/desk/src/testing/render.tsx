/** What a component needs around it in a test: look, words, cache, and somebody signed in. */
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { render, type RenderResult } from "@testing-library/react";
import type { ReactNode } from "react";
import type { Me } from "@onqueue/api/models";
import { queryClient } from "../api/query";
import { setSession } from "../api/session";
import { officeWords, startI18n } from "../i18n/i18n";

// jsdom has no fonts, and a text that grows with its lines waits for them.
Object.defineProperty(document, "fonts", { value: new EventTarget(), configurable: true });

export const AMIRA: Me = {
  id: "amira",
  name: "Amira Haddad",
  email: "amira@example.test",
  language: "en",
  theme: "auto",
  rights: ["contact.handle", "customer.read", "customer.edit", "report.own"],
  roles: [],
  teams: [],
  agent: true,
};

export async function renderWith(children: ReactNode, me: Me = AMIRA): Promise<RenderResult> {
  await startI18n("en");
  await officeWords();
  setSession({ me, csrf: "csrf", setup_needed: false, demo: false, languages: ["en", "de"] });
  return render(
    <MantineProvider env="test">
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </MantineProvider>,
  );
}
