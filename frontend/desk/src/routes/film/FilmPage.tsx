/** A day of the floor as a film: the board at any moment of it. */
import { Alert, Progress, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Film } from "@onqueue/api/models";
import { films } from "../../features/films/api";
import { FilmChooser } from "../../features/films/components/FilmChooser";
import { PageFrame } from "../../ui/Page";
import { problemText } from "../../ui/problems";
import { FilmBoard } from "./FilmBoard";

const LOOK_MS = 500;

export function FilmPage() {
  const { t } = useTranslation();
  const [begun, setBegun] = useState<Film | null>(null);
  const looked = useQuery({
    queryKey: ["film", begun?.id],
    queryFn: () => films.look(begun?.id ?? ""),
    enabled: begun !== null,
    refetchInterval: (query) => (query.state.data?.state === "ready" ? false : LOOK_MS),
    retry: false,
    gcTime: 0,
  });
  const film = begun === null ? null : (looked.data ?? begun);
  const close = (): void => {
    if (film !== null) void films.close(film.id).catch(() => undefined);
    setBegun(null);
  };
  const problem = looked.isError
    ? problemText(looked.error, t)
    : film?.state === "failed"
      ? film.problem
      : null;
  return (
    <PageFrame title={t("film.title")} text={t("film.text")}>
      {problem !== null && (
        <Alert color="coral" role="alert">
          {problem}
        </Alert>
      )}
      {film?.state === "ready" && !looked.isError ? (
        <FilmBoard key={film.id} film={film} onClose={close} />
      ) : film?.state === "loading" && !looked.isError ? (
        <Stack gap="xs" role="status">
          <Text>{t("film.making")}</Text>
          <Progress
            value={film.total === 0 ? 0 : (100 * film.done) / film.total}
            aria-label={t("film.making")}
            animated
          />
        </Stack>
      ) : (
        <FilmChooser onFilm={setBegun} />
      )}
    </PageFrame>
  );
}
