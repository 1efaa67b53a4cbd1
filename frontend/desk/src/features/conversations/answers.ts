/** What a customer said before the chat, in the words of the form that asked. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Answer, Texts } from "@onqueue/api/models";
import { api, unwrap } from "@onqueue/api/client";

export interface Said {
  key: string;
  question: string;
  answer: string;
}

/** In the reader's language, else in any; forms need not have all of them. */
function wordsIn(texts: Texts, language: string): string | undefined {
  return texts[language] ?? Object.values(texts).find((text) => text !== "");
}

export function saidIn(answer: Answer, language: string): Said {
  return {
    key: answer.key,
    question: wordsIn(answer.question, language) ?? answer.key.replaceAll("_", " "),
    answer: wordsIn(answer.choice, language) ?? answer.value,
  };
}

export function useSaid(contact: string): Said[] {
  const { i18n } = useTranslation();
  const { data } = useQuery({
    queryKey: ["contact", contact, "answers"],
    queryFn: () =>
      unwrap(api.GET("/api/contacts/{id}/answers", { params: { path: { id: contact } } })),
    staleTime: 60_000,
  });
  return (data ?? []).map((answer) => saidIn(answer, i18n.language));
}
