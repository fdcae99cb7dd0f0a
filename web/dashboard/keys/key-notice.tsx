import { Alert, Anchor, List, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ownKeys, workspaceKeys } from "../api/keys";
import { useFormat } from "../language/format";
import { useMay } from "../session/session";
import { healthOf } from "./key-health";
import { kAllKeysKey, kOwnKeysKey } from "./keys";

/** Keys that somebody should look at: those that end soon, and those that nobody uses. */
export function KeyNotice() {
  const { t } = useTranslation();
  const format = useFormat();
  const all = useMay()("manage_keys");
  const found = useQuery({
    queryKey: all ? kAllKeysKey : kOwnKeysKey,
    queryFn: all ? workspaceKeys : ownKeys,
  });
  const now = Date.now();
  const expiring = found.data?.filter((key) => healthOf(key, now) === "expiring") ?? [];
  const unused = found.data?.filter((key) => healthOf(key, now) === "neverUsed") ?? [];
  if (expiring.length + unused.length === 0) return null;
  const names = (keys: typeof expiring) => keys.map(({ name }) => name).join(", ");
  const many = (keys: typeof expiring) => ({
    count: keys.length,
    number: format.number(keys.length),
    names: names(keys),
  });
  return (
    <Alert color="yellow" icon={<KeyRound size={18} />} title={t("apiKeys.noticeTitle")}>
      <List size="sm">
        {expiring.length > 0 && (
          <List.Item>{t("apiKeys.noticeExpiring", many(expiring))}</List.Item>
        )}
        {unused.length > 0 && <List.Item>{t("apiKeys.noticeUnused", many(unused))}</List.Item>}
      </List>
      <Text size="sm" mt="xs">
        <Anchor component={Link} to={all ? "/keys#of=all" : "/keys"}>
          {t("apiKeys.look")}
        </Anchor>
      </Text>
    </Alert>
  );
}
