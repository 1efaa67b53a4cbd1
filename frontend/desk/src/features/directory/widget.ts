/** A new chat widget, what of it can be changed, and what the widget itself is told. */
import type { Widget, WidgetDraft } from "@onqueue/api/models";
import { newField } from "./form";

export const NEW_WIDGET: WidgetDraft = {
  name: "",
  queue_id: "",
  languages: ["en"],
  form: [newField("name", ["en"])],
  skill_by_language: {},
  texts: {},
  look: {
    color: "#0b6e4f",
    scheme: "auto",
    position: "right",
    title: {},
    subtitle: {},
    greeting: {},
    launcher: {},
    privacy_url: null,
  },
  allowed_origins: [],
  files: {
    enabled: true,
    max_bytes: 10 * 1024 * 1024,
    max_count: 5,
    types: ["image/png", "image/jpeg", "image/gif", "image/webp", ".pdf", ".txt"],
  },
  rating_enabled: true,
  offline_message_enabled: true,
  direct_enabled: false,
  calls_enabled: false,
};

/** A new widget of a centre: it asks for the name, in every language that is spoken there. */
export function newWidget(languages: readonly string[] = NEW_WIDGET.languages): WidgetDraft {
  return { ...NEW_WIDGET, languages: [...languages], form: [newField("name", languages)] };
}

export function draftOf(widget: Widget): WidgetDraft {
  const names = Object.keys(NEW_WIDGET) as (keyof WidgetDraft)[];
  return Object.fromEntries(names.map((name) => [name, widget[name]])) as unknown as WidgetDraft;
}

/** What the server would tell the widget on a page, for a widget that is not saved yet. */
export function publicConfig(draft: WidgetDraft, language: string, open: boolean): object {
  return {
    id: "preview",
    name: draft.name,
    languages: draft.languages,
    form: draft.form.map(({ key, label, kind, required, options }) => ({
      key,
      label,
      kind,
      required,
      options,
    })),
    look: draft.look,
    texts: draft.texts[language] ?? {},
    open,
    opens_at: null,
    files: draft.files,
    rating_enabled: draft.rating_enabled,
    offline_message_enabled: draft.offline_message_enabled,
  };
}
