import { Button, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ownKeys } from "../api/keys";
import { useFormat } from "../language/format";
import { kOwnKeysKey } from "./keys";

/** In the settings: how many there are, and the way to them. */
export function KeySummary() {
  const { t } = useTranslation();
  const format = useFormat();
  const found = useQuery({ queryKey: kOwnKeysKey, queryFn: ownKeys });
  const count = found.data?.filter(({ state }) => state === "active").length;
  return (
    <Group gap="md">
      <Button
        component={Link}
        to="/keys"
        variant="default"
        leftSection={<KeyRound size={16} />}
      >
        {t("apiKeys.manage")}
      </Button>
      {count !== undefined && (
        <Text size="sm" c="dimmed">
          {t("apiKeys.inForce", { count, number: format.number(count) })}
        </Text>
      )}
    </Group>
  );
}
