import { Button, EmptyState, Skeleton, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { LinkIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { checkInvitation } from "../api/members";
import { ApiProblem } from "../api/problem";
import { Failure } from "../parts/failure";
import { GatePage } from "../parts/gate-page";
import { useLinkToken } from "../parts/link-token";
import { useBuiltInRoleText } from "../roles/role-text";
import { JoinForm } from "./join-form";

const kOver = new Set(["identity.link_refused"]);

export function JoinPage() {
  const { t } = useTranslation();
  const roleText = useBuiltInRoleText();
  const token = useLinkToken();
  const offer = useQuery({
    queryKey: ["invitation"],
    queryFn: () => checkInvitation({ token }),
    enabled: token !== "",
    staleTime: Number.POSITIVE_INFINITY,
  });

  const refused = offer.error instanceof ApiProblem && kOver.has(offer.error.code);
  if (token === "" || refused) {
    return (
      <GatePage title={t("join.title")}>
        <EmptyState
          size="sm"
          variant="light"
          color="gray"
          icon={<LinkIcon size={24} />}
          title={t("join.overTitle")}
          description={t("join.over")}
        >
          <EmptyState.Actions>
            <Button component="a" href="/login" variant="default">
              {t("login.title")}
            </Button>
          </EmptyState.Actions>
        </EmptyState>
      </GatePage>
    );
  }
  if (offer.isPending) {
    return (
      <GatePage title={t("join.title")}>
        <Stack>
          <Skeleton h={36} />
          <Skeleton h={36} />
          <Skeleton h={36} />
        </Stack>
      </GatePage>
    );
  }
  if (offer.isError) {
    return (
      <GatePage title={t("join.title")}>
        <Failure error={offer.error} retry={() => void offer.refetch()} />
      </GatePage>
    );
  }
  return (
    <GatePage
      title={t("join.titleOf", { workspace: offer.data.workspace })}
      description={t("join.description", { role: offer.data.role_name === offer.data.role ? roleText(offer.data.role) : offer.data.role_name })}
    >
      <JoinForm token={token} offer={offer.data} />
    </GatePage>
  );
}
