import { Button, Skeleton, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { LogIn } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { currentSession } from "../api/session";
import { links, proveThere } from "../api/sign-on";
import type { Session } from "../api/types";
import { onProvenElsewhere } from "../login/sign-on-arrival";
import { ProblemAlert } from "../parts/problem-alert";

/** Sends the person to their identity provider in a new tab, so that this one loses nothing. */
export function BySignOn({ onProven }: { onProven: (session: Session) => void }) {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ["sign-on", "links"], queryFn: links });
  const leaving = useMutation({
    mutationFn: (provider: string) => proveThere(provider),
    onSuccess: (address) => window.open(address, "_blank"),
  });
  const arriving = useMutation({ mutationFn: currentSession, onSuccess: onProven });
  const { mutate: arrive } = arriving;
  useEffect(() => onProvenElsewhere(() => arrive()), [arrive]);
  if (found.isPending) return <Skeleton h={84} />;
  const doors = (found.data ?? []).filter(({ linked }) => linked).map(({ door }) => door);
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t("prove.signOnHint")}
      </Text>
      <ProblemAlert error={found.error ?? leaving.error ?? arriving.error} />
      {doors.map((door) => (
        <Button
          key={door.id}
          size="md"
          leftSection={<LogIn size={18} />}
          loading={leaving.isPending && leaving.variables === door.id}
          onClick={() => leaving.mutate(door.id)}
        >
          {t("prove.signOn", { name: door.name })}
        </Button>
      ))}
      {leaving.isSuccess && (
        <Text size="sm" role="status">
          {t("prove.signOnWaiting")}
        </Text>
      )}
    </Stack>
  );
}
