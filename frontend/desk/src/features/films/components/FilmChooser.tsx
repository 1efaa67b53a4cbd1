/** Which film: a recorded day, a simulation's journal, or a scenario to be lived now. */
import {
  Alert,
  Button,
  FileInput,
  NumberInput,
  Paper,
  Stack,
  Textarea,
  TextInput,
  Title,
} from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Film } from "@onqueue/api/models";
import { problemText } from "../../../ui/problems";
import { films } from "../api";
import classes from "./Film.module.css";

interface FilmChooserProps {
  onFilm: (film: Film) => void;
}

function yesterday(): string {
  return new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
}

export function FilmChooser({ onFilm }: FilmChooserProps) {
  const { t } = useTranslation();
  const [day, setDay] = useState(yesterday);
  const [file, setFile] = useState<File | null>(null);
  const [scenario, setScenario] = useState("small-shop");
  const [seed, setSeed] = useState(1);
  return (
    <div className={classes.choices}>
      <Way
        title={t("film.day")}
        does={t("film.day_open")}
        ready={day !== ""}
        open={() => films.day(day)}
        onFilm={onFilm}
      >
        <TextInput
          type="date"
          label={t("film.day_label")}
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
      </Way>
      <Way
        title={t("film.file")}
        does={t("film.file_open")}
        ready={file !== null}
        open={() => (file === null ? Promise.reject(new Error("no file")) : films.file(file))}
        onFilm={onFilm}
      >
        <FileInput label={t("film.file_label")} value={file} onChange={setFile} />
      </Way>
      <Way
        title={t("film.scenario")}
        does={t("film.scenario_open")}
        ready={scenario.trim() !== ""}
        open={() => films.scenario(scenario, seed)}
        onFilm={onFilm}
      >
        <Textarea
          autosize
          maxRows={12}
          label={t("film.scenario_label")}
          value={scenario}
          onChange={(event) => setScenario(event.currentTarget.value)}
        />
        <NumberInput
          label={t("film.seed")}
          min={0}
          value={seed}
          onChange={(value) => setSeed(Number(value))}
        />
      </Way>
    </div>
  );
}

interface WayProps {
  title: string;
  does: string;
  ready: boolean;
  open: () => Promise<Film>;
  onFilm: (film: Film) => void;
  children: ReactNode;
}

function Way({ title, does, ready, open, onFilm, children }: WayProps) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const submit = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      onFilm(await open());
    } catch (failure) {
      setError(problemText(failure, t));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Paper withBorder p="md" radius="md">
      <form
        aria-label={title}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void submit();
        }}
      >
        <Stack gap="sm">
          <Title order={2} size="h4">
            {title}
          </Title>
          {children}
          {error !== null && (
            <Alert color="coral" role="alert">
              {error}
            </Alert>
          )}
          <Button type="submit" disabled={!ready} loading={busy}>
            {does}
          </Button>
        </Stack>
      </form>
    </Paper>
  );
}
