import { Badge, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { members } from "../api/members";
import type { AuditEntry } from "../api/types";
import { useFormat } from "../language/format";
import { kMembersKey } from "../members/keys";
import { useMay } from "../session/session";
import classes from "./audit-entries.module.css";

/** A table; on a narrow screen each row becomes a small card (see the style sheet). */
export function AuditEntries({ entries }: { entries: AuditEntry[] }) {
  const { t } = useTranslation();
  const nameOf = useActorName();
  return (
    <Table verticalSpacing={6} className={classes.table ?? ""}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("audit.number")}</Table.Th>
          <Table.Th>{t("audit.time")}</Table.Th>
          <Table.Th>{t("audit.actor")}</Table.Th>
          <Table.Th>{t("audit.event")}</Table.Th>
          <Table.Th>{t("audit.object")}</Table.Th>
          <Table.Th>{t("audit.outcome")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {entries.map((entry) => (
          <EntryRow key={entry.number} entry={entry} who={nameOf(entry.actor)} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

// The log holds ids only, so that it needs no change when a person is renamed or erased.
function useActorName(): (actor: AuditEntry["actor"]) => string {
  const { t } = useTranslation();
  const may = useMay();
  const known = useQuery({
    queryKey: kMembersKey,
    queryFn: members,
    enabled: may("read_members"),
  });
  const kinds: Record<AuditEntry["actor"]["kind"], string> = {
    nobody: t("audit.nobody"),
    visitor: t("author.visitor"),
    member: t("audit.member"),
    bot: t("author.bot"),
    operator: t("audit.operator"),
    verifier: t("audit.verifier"),
    system: t("author.system"),
  };
  return ({ id, kind, name }) =>
    name ?? known.data?.find(({ person }) => person === id)?.name ?? kinds[kind];
}

function EntryRow({ entry, who }: { entry: AuditEntry; who: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const refused = entry.outcome === "refused";
  return (
    <Table.Tr>
      <Table.Td className={classes.number ?? ""}>{format.number(entry.number)}</Table.Td>
      <Table.Td className={classes.time ?? ""}>
        <time dateTime={entry.at}>{format.dateTime(entry.at)}</time>
      </Table.Td>
      <Table.Td className={classes.actor ?? ""}>
        <bdi title={entry.actor.id ?? ""}>{who}</bdi>
        {entry.actor.key && (
          <Text size="xs" c="dimmed">
            {t("apiKeys.byKey")} <bdi dir="ltr">{entry.actor.key}</bdi>
          </Text>
        )}
        {entry.address && (
          <Text size="xs" c="dimmed">
            <bdi dir="ltr">{entry.address}</bdi>
          </Text>
        )}
      </Table.Td>
      <Table.Td className={classes.event ?? ""}>
        <bdi dir="ltr">{entry.event}</bdi>
      </Table.Td>
      <Table.Td className={classes.object ?? ""}>
        {entry.object && <bdi dir="ltr">{entry.object}</bdi>}
      </Table.Td>
      <Table.Td className={classes.outcome ?? ""}>
        <div>
          <Badge size="sm" color={refused ? "red" : "gray"}>
            {refused ? t("audit.refused") : t("audit.done")}
          </Badge>
          {entry.times > 1 && <span>×{format.number(entry.times)}</span>}
          {entry.control && <bdi dir="ltr">{entry.control}</bdi>}
        </div>
      </Table.Td>
    </Table.Tr>
  );
}
