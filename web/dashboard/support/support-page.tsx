import { Button, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { openSupport } from "../api/approvals";
import { GatePage } from "../parts/gate-page";
import { useLinkToken } from "../parts/link-token";
import { ProblemAlert } from "../parts/problem-alert";
import { useEnter } from "../session/session";

/** Where the one-time link of an approved grant leads the provider's engineer. */
export function SupportPage() {
  const { t } = useTranslation();
  const token = useLinkToken();
  const enter = useEnter();
  const navigate = useNavigate();
  const opening = useMutation({
    mutationFn: () => openSupport(token),
    onSuccess: (session) => {
      enter(session);
      const pages = { conversations: "/inbox", bots: "/bots", members: "/members" };
      void navigate(pages[session.support?.scope ?? "conversations"], { replace: true });
    },
  });
  return (
    <GatePage title={t("support.openTitle")} description={t("support.openText")}>
      <Text size="sm">{t("support.openRules")}</Text>
      <ProblemAlert error={opening.error} />
      <Button
        disabled={token === ""}
        loading={opening.isPending}
        onClick={() => opening.mutate()}
      >
        {t("support.open")}
      </Button>
    </GatePage>
  );
}
