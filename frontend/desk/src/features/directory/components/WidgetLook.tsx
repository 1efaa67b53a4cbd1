import { ColorInput, SegmentedControl, Input, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Look } from "@onqueue/api/models";
import { LanguageText } from "./LanguageText";
import classes from "./Widget.module.css";

interface WidgetLookProps {
  value: Look;
  onChange: (value: Look) => void;
  language: string;
  error?: React.ReactNode;
}

const SWATCHES = ["#0b6e4f", "#0f776c", "#1d4ed8", "#5b3fb8", "#b3261e", "#c2410c", "#1a2321"];
const SCHEMES = ["auto", "light", "dark"] as const;
const POSITIONS = ["right", "left"] as const;

/** Colour, place and words. */
export function WidgetLook({ value, onChange, language, error }: WidgetLookProps) {
  const { t } = useTranslation();
  const put = (part: Partial<Look>): void => onChange({ ...value, ...part });
  return (
    <>
      <div className={classes.swatches}>
        <ColorInput
          label={t("admin.widgets.color")}
          format="hex"
          swatches={SWATCHES}
          swatchesPerRow={7}
          w={170}
          value={value.color}
          error={error}
          eyeDropperButtonProps={{ "aria-label": t("admin.widgets.pick_color") }}
          onChange={(color) => put({ color: color.toLowerCase() })}
        />
        <Input.Wrapper label={t("admin.widgets.scheme")} labelElement="div">
          <div>
            <SegmentedControl
              size="sm"
              aria-label={t("admin.widgets.scheme")}
              data={SCHEMES.map((one) => ({ value: one, label: t(`admin.widgets.scheme_${one}`) }))}
              value={value.scheme}
              onChange={(scheme) => put({ scheme })}
            />
          </div>
        </Input.Wrapper>
        <Input.Wrapper label={t("admin.widgets.position")} labelElement="div">
          <div>
            <SegmentedControl
              size="sm"
              aria-label={t("admin.widgets.position")}
              data={POSITIONS.map((one) => ({
                value: one,
                label: t(`admin.widgets.position_${one}`),
              }))}
              value={value.position}
              onChange={(position) => put({ position })}
            />
          </div>
        </Input.Wrapper>
      </div>
      <LanguageText
        label={t("admin.widgets.title")}
        language={language}
        value={value.title}
        onChange={(title) => put({ title })}
      />
      <LanguageText
        label={t("admin.widgets.subtitle")}
        language={language}
        value={value.subtitle}
        onChange={(subtitle) => put({ subtitle })}
      />
      <LanguageText
        label={t("admin.widgets.greeting")}
        description={t("admin.widgets.greeting_hint")}
        language={language}
        value={value.greeting}
        long
        onChange={(greeting) => put({ greeting })}
      />
      <LanguageText
        label={t("admin.widgets.launcher")}
        description={t("admin.widgets.launcher_hint")}
        language={language}
        value={value.launcher}
        onChange={(launcher) => put({ launcher })}
      />
      <TextInput
        type="url"
        label={t("admin.widgets.privacy_url")}
        description={t("admin.widgets.privacy_hint")}
        placeholder="https://"
        maxLength={500}
        value={value.privacy_url ?? ""}
        onChange={(event) => put({ privacy_url: event.currentTarget.value })}
      />
    </>
  );
}
