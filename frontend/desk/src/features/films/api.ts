/** What a film is asked. It belongs to whoever opened it, and ends when nobody looks. */
import { api, getCsrf, unwrap } from "@onqueue/api/client";
import type { Film, FilmPicture, FilmStrip, FilmTold, Language } from "@onqueue/api/models";
import { problemOf } from "@onqueue/api/problem";

const of = (film: string) => ({ path: { film } }) as const;

export const films = {
  day: (day: string): Promise<Film> => unwrap(api.POST("/api/films", { body: { day } })),
  scenario: (scenario: string, seed: number): Promise<Film> =>
    unwrap(api.POST("/api/films/scenarios", { body: { scenario, seed } })),
  /** The body is the file as it is. */
  file: async (file: File): Promise<Film> => {
    const answer = await fetch("/api/films/files", {
      method: "POST",
      credentials: "same-origin",
      headers: { "X-CSRF": getCsrf() ?? "", "Content-Type": "application/x-ndjson" },
      body: file,
    });
    if (!answer.ok) throw await problemOf(answer);
    return (await answer.json()) as Film;
  },
  look: (film: string): Promise<Film> => unwrap(api.GET("/api/films/{film}", { params: of(film) })),
  close: (film: string) => api.DELETE("/api/films/{film}", { params: of(film) }),
  picture: (film: string, at: number): Promise<FilmPicture> =>
    unwrap(api.GET("/api/films/{film}/picture", { params: { ...of(film), query: { at } } })),
  strip: async (film: string, after: number): Promise<FilmStrip> => {
    const params = { ...of(film), query: { after } };
    const { data } = await api.GET("/api/films/{film}/strip", { params });
    return data as FilmStrip;
  },
  story: (film: string, contact: string, language: Language): Promise<FilmTold[]> =>
    unwrap(
      api.GET("/api/films/{film}/contacts/{contact}", {
        params: { path: { film, contact }, query: { language } },
      }),
    ),
};
