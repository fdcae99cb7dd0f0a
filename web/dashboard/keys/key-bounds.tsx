import { NumberInput, TagsInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

export const kDefaultPerMinute = 600;
const kMostPerMinute = 6000;

interface KeyBoundsProps {
  ranges: string[];
  onRanges: (ranges: string[]) => void;
  rangesError: string | null;
  perMinute: number;
  onPerMinute: (perMinute: number) => void;
}

/** From where, and how often. */
export function KeyBounds(props: KeyBoundsProps) {
  const { t } = useTranslation();
  return (
    <>
      <TagsInput
        label={t("apiKeys.ranges")}
        description={t("apiKeys.rangesHint")}
        placeholder={props.ranges.length === 0 ? "203.0.113.0/24" : ""}
        dir="ltr"
        labelProps={{ dir: "auto" }}
        descriptionProps={{ dir: "auto" }}
        errorProps={{ dir: "auto" }}
        splitChars={[",", " "]}
        maxTags={50}
        acceptValueOnBlur
        value={props.ranges}
        error={props.rangesError}
        onChange={props.onRanges}
      />
      <NumberInput
        label={t("apiKeys.limit")}
        min={1}
        max={kMostPerMinute}
        clampBehavior="blur"
        allowDecimal={false}
        required
        value={props.perMinute}
        onChange={(given) => {
          if (typeof given === "number") props.onPerMinute(given);
        }}
      />
    </>
  );
}
