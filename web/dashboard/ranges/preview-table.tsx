import { Badge, Box, Card, Table, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AddressPreview, LastPlace } from "../api/types";
import { useFormat } from "../language/format";
import classes from "./preview-table.module.css";

const kOrder = { outside: 0, unknown: 1, inside: 2 } as const;
const kColor = { outside: "red", unknown: "gray", inside: "green" } as const;

/** Who would be outside, first; nothing is changed by looking. */
export function PreviewTable({ preview }: { preview: AddressPreview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const members = [...preview.members].sort((a, b) => kOrder[a.verdict] - kOrder[b.verdict]);
  const outside = members.filter(({ verdict }) => verdict === "outside").length;
  const summary =
    outside === 0
      ? t("ranges.nobodyOutside")
      : t("ranges.someOutside", { count: outside, number: format.number(outside) });
  return (
    <Card component="section" aria-live="polite">
      <Title order={2} size="h3">
        {t("ranges.previewTitle")}
      </Title>
      <Text size="sm" c="dimmed" mt={2} mb="sm" maw="65ch">
        {summary}
      </Text>
      <Box className={classes.table ?? ""}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("members.person")}</Table.Th>
              <Table.Th>{t("ranges.lastAddress")}</Table.Th>
              <Table.Th visibleFrom="sm">{t("members.lastSeen")}</Table.Th>
              <Table.Th>{t("ranges.verdict")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {members.map((place) => (
              <PlaceRow key={place.person} place={place} />
            ))}
          </Table.Tbody>
        </Table>
      </Box>
    </Card>
  );
}

function PlaceRow({ place }: { place: LastPlace }) {
  const { t } = useTranslation();
  const format = useFormat();
  const verdicts = {
    inside: t("ranges.inside"),
    outside: t("ranges.outside"),
    unknown: t("ranges.unknown"),
  };
  return (
    <Table.Tr>
      <Table.Td>
        <bdi>{place.name}</bdi>
      </Table.Td>
      <Table.Td>
        {place.address ? <bdi dir="ltr">{place.address}</bdi> : <Text c="dimmed">–</Text>}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        {place.last_seen ? format.ago(place.last_seen) : t("members.never")}
      </Table.Td>
      <Table.Td>
        <Badge color={kColor[place.verdict]}>
          {verdicts[place.verdict]}
        </Badge>
      </Table.Td>
    </Table.Tr>
  );
}
