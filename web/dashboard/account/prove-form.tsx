import { Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Fingerprint } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { prove, proveByPasskey } from "../api/factors";
import type { Session, Way } from "../api/types";
import { ProblemAlert } from "../parts/problem-alert";
import { BySignOn } from "./by-sign-on";
import { kWayIcons, useWayText } from "./way-text";

interface ProveFormProps {
  ways: Way[];
  onProven: (session: Session) => void;
}

/** Asks for a factor, the strongest first; every other way is one press away. */
export function ProveForm({ ways, onProven }: ProveFormProps) {
  const wayText = useWayText();
  const [chosen, setChosen] = useState<Way | null>(null);
  const way = chosen ?? ways[0] ?? "password";
  return (
    <Stack gap="md">
      {way === "passkey" && <ByPasskey onProven={onProven} />}
      {way === "sign_on" && <BySignOn onProven={onProven} />}
      {way !== "passkey" && way !== "sign_on" && (
        <ByText key={way} way={way} onProven={onProven} />
      )}
      {ways.length > 1 && (
        <Stack gap={4}>
          {ways
            .filter((other) => other !== way)
            .map((other) => {
              const Icon = kWayIcons[other];
              return (
                <Button
                  key={other}
                  variant="subtle"
                  color="gray"
                  justify="flex-start"
                  leftSection={<Icon size={16} />}
                  onClick={() => setChosen(other)}
                >
                  {wayText(other)}
                </Button>
              );
            })}
        </Stack>
      )}
    </Stack>
  );
}

function ByPasskey({ onProven }: { onProven: (session: Session) => void }) {
  const { t } = useTranslation();
  const proving = useMutation({ mutationFn: proveByPasskey, onSuccess: onProven });
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t("prove.passkeyHint")}
      </Text>
      <ProblemAlert error={proving.error} />
      <Button
        size="md"
        data-autofocus
        autoFocus
        leftSection={<Fingerprint size={18} />}
        loading={proving.isPending}
        onClick={() => proving.mutate()}
      >
        {t("prove.passkey")}
      </Button>
    </Stack>
  );
}

interface ByTextProps {
  way: Exclude<Way, "passkey" | "sign_on">;
  onProven: (session: Session) => void;
}

function ByText({ way, onProven }: ByTextProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const proving = useMutation({
    mutationFn: () =>
      prove(
        way === "app"
          ? { code: text.replace(/\s/g, "") }
          : way === "password"
            ? { password: text }
            : { recovery_code: text },
      ),
    onSuccess: onProven,
    onError: () => setText(""),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    proving.mutate();
  };
  const common = {
    required: true,
    autoFocus: true,
    "data-autofocus": true,
    value: text,
    onChange: (event: { currentTarget: { value: string } }) => setText(event.currentTarget.value),
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {way === "app" && (
          <TextInput
            {...common}
            label={t("prove.code")}
            description={t("prove.codeHint")}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={9}
            dir="ltr"
          />
        )}
        {way === "recovery_code" && (
          <TextInput
            {...common}
            label={t("prove.recoveryCode")}
            description={t("prove.recoveryCodeHint")}
            autoComplete="off"
            spellCheck={false}
            maxLength={40}
            dir="ltr"
          />
        )}
        {way === "password" && (
          <PasswordInput
            {...common}
            label={t("fields.password")}
            autoComplete="current-password"
            visibilityToggleButtonProps={{ "aria-label": t("password.show"), tabIndex: 0 }}
          />
        )}
        <ProblemAlert error={proving.error} />
        <Button type="submit" size="md" loading={proving.isPending}>
          {t("prove.confirm")}
        </Button>
      </Stack>
    </form>
  );
}
