import { Text } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { GatePage } from "../parts/gate-page";
import { tellProven } from "./sign-on-arrival";

/** The tab that came back from the provider; the one that sent it goes on. */
export function SignOnProven() {
  const { t } = useTranslation();
  useEffect(() => tellProven(), []);
  return (
    <GatePage title={t("prove.signOnProvenTitle")} description={t("prove.signOnProven")}>
      <Text size="sm" c="dimmed" role="status">
        {t("prove.signOnProvenHint")}
      </Text>
    </GatePage>
  );
}
