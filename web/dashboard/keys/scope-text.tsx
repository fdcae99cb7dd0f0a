import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ApiKey, Privilege } from "../api/types";
import { useFormat } from "../language/format";

/** What a key may do, in one line; what its owner lost is struck out. */
export function ScopeText({ entry }: { entry: ApiKey }) {
  const { t } = useTranslation();
  const format = useFormat();
  const label = (one: Privilege) => t(`privilege.${one}`);
  const isLost = (one: Privilege) =>
    entry.state === "active" && !entry.in_force.includes(one);
  return (
    <Text size="sm" component="div">
      {entry.privileges.map((one, at) => (
        <span key={one}>
          {at > 0 && ", "}
          {isLost(one) ? <s title={t("apiKeys.lost")}>{label(one)}</s> : label(one)}
        </span>
      ))}
      <Text size="xs" c="dimmed" component="div">
        {entry.bots === null
          ? t("apiKeys.everyBotOfOwner")
          : t("apiKeys.botCount", {
              count: entry.bots.length,
              number: format.number(entry.bots.length),
            })}
        {" · "}
        {entry.ranges.length === 0 ? (
          t("apiKeys.fromEverywhere")
        ) : (
          <>
            {t("apiKeys.from")} <bdi dir="ltr">{entry.ranges.join(", ")}</bdi>
          </>
        )}
        {" · "}
        {t("apiKeys.perMinute", {
          count: entry.per_minute,
          number: format.number(entry.per_minute),
        })}
      </Text>
    </Text>
  );
}
