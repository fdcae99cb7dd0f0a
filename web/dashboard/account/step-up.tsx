import { Modal, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { onStepUp } from "../api/request";
import { currentSession } from "../api/session";
import type { Session } from "../api/types";
import { Failure } from "../parts/failure";
import { kSessionKey } from "../session/session";
import { ProveForm } from "./prove-form";

/** The dialog that a sensitive request waits for. It stands once in each page that makes requests. */
export function StepUp() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [answer, setAnswer] = useState<((proven: boolean) => void) | null>(null);

  useEffect(
    () =>
      onStepUp(
        () =>
          new Promise<boolean>((resolve) => {
            setAnswer(() => resolve);
          }),
      ),
    [],
  );

  const close = (proven: boolean) => {
    answer?.(proven);
    setAnswer(null);
  };
  return (
    <Modal
      opened={answer !== null}
      onClose={() => close(false)}
      title={t("stepUp.title")}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("common.close") }}
      zIndex={400}
    >
      <Stack gap="md">
        <Text size="sm">{t("stepUp.why")}</Text>
        <Ways
          onProven={(session) => {
            client.setQueryData(kSessionKey, session);
            close(true);
          }}
        />
      </Stack>
    </Modal>
  );
}

function Ways({ onProven }: { onProven: (session: Session) => void }) {
  // Which ways there are may have changed since this page was opened.
  const session = useQuery({
    queryKey: ["session", "ways"],
    queryFn: currentSession,
    staleTime: 0,
    gcTime: 0,
  });
  if (session.isPending) return <Skeleton h={84} />;
  if (session.isError) {
    return <Failure error={session.error} retry={() => void session.refetch()} />;
  }
  return <ProveForm ways={session.data.ways} onProven={onProven} />;
}
