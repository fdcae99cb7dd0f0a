import { Box, Group, PasswordInput, Progress, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { passwordStrength } from "../api/session";
import type { Strength } from "../api/types";

interface NewPasswordProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Words that a guesser would try first: name, e-mail, workspace. */
  words: string[];
  error: string | null;
}

const kColours = ["red", "red", "yellow", "green", "green"] as const;

export function NewPassword({ label, value, onChange, words, error }: NewPasswordProps) {
  const { t } = useTranslation();
  return (
    <Box>
      <PasswordInput
        label={label}
        description={t("password.hint")}
        autoComplete="new-password"
        required
        value={value}
        error={error}
        onChange={(event) => onChange(event.currentTarget.value)}
        visibilityToggleButtonProps={{ "aria-label": t("password.show"), tabIndex: 0 }}
      />
      {value !== "" && <StrengthMeter password={value} words={words} />}
    </Box>
  );
}

function StrengthMeter({ password, words }: { password: string; words: string[] }) {
  const { t } = useTranslation();
  const asked = useDebouncedValue({ password, words }, 250)[0];
  // The key holds a password, so the answer is forgotten as soon as nobody looks at it.
  const strength = useQuery({
    queryKey: ["password-strength", asked.password, ...asked.words],
    queryFn: ({ signal }) => passwordStrength(asked, signal),
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });

  if (!strength.data) return null;
  const { score, acceptable, advice } = strength.data;
  const grades = [
    t("password.s0"),
    t("password.s1"),
    t("password.s2"),
    t("password.s3"),
    t("password.s4"),
  ];
  return (
    <Box mt={8} aria-live="polite">
      <Group gap="xs" wrap="nowrap">
        <Progress
          flex={1}
          size={6}
          radius="xl"
          value={acceptable ? Math.max(60, (score + 1) * 20) : Math.min(50, (score + 1) * 16)}
          color={acceptable ? "green" : (kColours[Math.min(score, 2)] ?? "red")}
          aria-label={t("password.strength")}
        />
        <Text size="xs" fw={600} c={acceptable ? "green" : "dimmed"}>
          {grades[score]}
        </Text>
      </Group>
      {!acceptable && <Advice advice={advice} />}
    </Box>
  );
}

function Advice({ advice }: { advice: Strength["advice"] }) {
  const { t } = useTranslation();
  const texts = {
    too_short: t("password.tooShort"),
    too_long: t("password.tooLong"),
    too_common: t("password.tooCommon"),
    too_guessable: t("password.tooGuessable"),
    contains_personal_words: t("password.personal"),
  };
  return advice.map((code) => (
    <Text key={code} size="xs" c="dimmed" mt={4}>
      {texts[code]}
    </Text>
  ));
}
