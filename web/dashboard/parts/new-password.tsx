import { Box, Group, PasswordInput, Progress, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ownPasswordStrength, passwordStrength } from "../api/session";
import type { Strength } from "../api/types";
import { useFormat } from "../language/format";

interface NewPasswordProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Words that a guesser would try first: name, e-mail, workspace. */
  words: string[];
  /** Whose rules hold: one's own workspace's, those of an invitation, or the floor. */
  rules?: "own" | { invitation: string };
  error: string | null;
}

type Rules = NewPasswordProps["rules"];

const kColours = ["red", "red", "yellow", "green", "green"] as const;

export function NewPassword({ label, value, onChange, words, rules, error }: NewPasswordProps) {
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
      {value !== "" && <StrengthMeter password={value} words={words} rules={rules} />}
    </Box>
  );
}

async function judge(
  password: string,
  words: string[],
  rules: Rules,
  signal: AbortSignal,
): Promise<Strength> {
  if (rules === "own") return ownPasswordStrength({ password }, signal);
  return passwordStrength({ password, words, ...(rules ?? {}) }, signal);
}

interface StrengthMeterProps {
  password: string;
  words: string[];
  rules: Rules;
}

function StrengthMeter({ password, words, rules }: StrengthMeterProps) {
  const { t } = useTranslation();
  const asked = useDebouncedValue({ password, words }, 250)[0];
  // The key holds a password, so the answer is forgotten as soon as nobody looks at it.
  const strength = useQuery({
    queryKey: ["password-strength", asked.password, ...asked.words],
    queryFn: ({ signal }) => judge(asked.password, asked.words, rules, signal),
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });

  if (!strength.data) return null;
  const { score, acceptable } = strength.data;
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
      {!acceptable && <Advice strength={strength.data} />}
    </Box>
  );
}

function Advice({ strength }: { strength: Strength }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { advice, shortest } = strength;
  const texts = {
    too_short: t("password.tooShort", { number: format.number(shortest) }),
    too_long: t("password.tooLong"),
    too_common: t("password.tooCommon"),
    too_guessable: t("password.tooGuessable"),
    contains_personal_words: t("password.personal"),
    contains_forbidden_words: t("password.forbidden"),
  };
  return advice.map((code) => (
    <Text key={code} size="xs" c="dimmed" mt={4}>
      {texts[code]}
    </Text>
  ));
}
