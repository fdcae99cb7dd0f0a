import { Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { useTranslation } from "react-i18next";
import { supportGrants } from "../api/approvals";
import { kSupportKey } from "../approvals/keys";
import { useFormat } from "../language/format";
import { useSession } from "../session/session";
import { EndSupport } from "./end-support";
import { useScopeText } from "./scope-text";
import classes from "./support-banner.module.css";

const kEvery = 10_000;

/** While the provider's support looks, everybody of the workspace sees that it does. */
export function SupportBanner() {
  const { support } = useSession();
  return support ? <OwnBanner /> : <WorkspaceBanner />;
}

function OwnBanner() {
  const { t } = useTranslation();
  const format = useFormat();
  const scopeText = useScopeText();
  const { support, workspace } = useSession();
  if (!support) return null;
  return (
    <Group className={classes.banner} gap="sm" role="status">
      <Eye size={18} aria-hidden />
      <Text size="sm">
        {t("support.ownBanner", {
          workspace: workspace.name,
          scope: scopeText(support.scope),
          time: format.time(support.ends_at),
        })}
      </Text>
    </Group>
  );
}

function WorkspaceBanner() {
  const { t } = useTranslation();
  const format = useFormat();
  const scopeText = useScopeText();
  const found = useQuery({
    queryKey: kSupportKey,
    queryFn: supportGrants,
    refetchInterval: kEvery,
  });
  const live = found.data?.filter((grant) => grant.is_live) ?? [];
  return (
    <div role="status">
      {live.map((grant) => (
        <Group key={grant.id} className={classes.banner} gap="sm">
          <Eye size={18} aria-hidden />
          <Text size="sm" flex={1}>
            {t("support.banner", {
              scope: scopeText(grant.scope),
              time: format.time(grant.ends_at ?? grant.requested_at),
            })}
          </Text>
          <EndSupport grant={grant} />
        </Group>
      ))}
    </div>
  );
}
