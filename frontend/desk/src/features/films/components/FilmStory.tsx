/** What happened to a contact of the film, and why. */
import { Drawer, Text, Timeline } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { spoken } from "../../../i18n/i18n";
import { timeOfDay } from "../../../ui/format";
import { ErrorState, Loading } from "../../../ui/states";
import { films } from "../api";

interface FilmStoryProps {
  film: string;
  contact: string;
  onClose: () => void;
}

export function FilmStory({ film, contact, onClose }: FilmStoryProps) {
  const { t, i18n } = useTranslation();
  const language = spoken(i18n.language);
  const story = useQuery({
    queryKey: ["film", film, contact, language],
    queryFn: () => films.story(film, contact, language),
  });
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={520}
      title={t("film.story")}
      closeButtonProps={{ "aria-label": t("admin.close") }}
    >
      {story.isPending && <Loading />}
      {story.isError && <ErrorState error={story.error} retry={() => void story.refetch()} />}
      {story.data?.length === 0 && <Text>{t("film.story_none")}</Text>}
      {story.data !== undefined && (
        <Timeline bulletSize={12} lineWidth={2}>
          {story.data.map((one, index) => (
            <Timeline.Item key={index} title={timeOfDay(one.at, i18n.language)}>
              <Text size="sm">{one.text}</Text>
            </Timeline.Item>
          ))}
        </Timeline>
      )}
    </Drawer>
  );
}
