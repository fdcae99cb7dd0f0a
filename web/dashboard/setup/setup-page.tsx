import { Button, EmptyState, Skeleton, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { LinkIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../api/problem";
import { checkSetupLink } from "../api/session";
import { CopyBlock } from "../parts/copy-block";
import { Failure } from "../parts/failure";
import { GatePage } from "../parts/gate-page";
import { useLinkToken } from "../parts/link-token";
import { useFormat } from "../language/format";
import { SetupForm } from "./setup-form";

const kOver = new Set(["identity.link_refused", "identity.already_set_up"]);

export function SetupPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const token = useLinkToken();
  const link = useQuery({
    queryKey: ["setup-link"],
    queryFn: () => checkSetupLink({ token }),
    enabled: token !== "",
    staleTime: Number.POSITIVE_INFINITY,
  });

  const refused = link.error instanceof ApiProblem && kOver.has(link.error.code);
  if (token === "" || refused) return <LinkIsOver />;
  if (link.isPending) {
    return (
      <GatePage title={t("setup.title")}>
        <Stack>
          {["name", "email", "password", "workspace"].map((field) => (
            <Skeleton key={field} h={36} />
          ))}
        </Stack>
      </GatePage>
    );
  }
  if (link.isError) {
    return (
      <GatePage title={t("setup.title")}>
        <Failure error={link.error} retry={() => void link.refetch()} />
      </GatePage>
    );
  }
  return (
    <GatePage
      title={t("setup.title")}
      description={t("setup.description", { time: format.time(link.data.expires_at) })}
    >
      <SetupForm token={token} />
    </GatePage>
  );
}

function LinkIsOver() {
  const { t } = useTranslation();
  return (
    <GatePage title={t("setup.title")}>
      <EmptyState
        size="sm"
        variant="light"
        color="gray"
        icon={<LinkIcon size={24} />}
        title={t("setup.overTitle")}
        description={t("setup.over")}
      />
      <CopyBlock
        value="build/release/gatehouse admin setup-link --data ./data"
        label={t("setup.command")}
      />
      <Button component="a" href="/login" variant="default">
        {t("login.title")}
      </Button>
    </GatePage>
  );
}
