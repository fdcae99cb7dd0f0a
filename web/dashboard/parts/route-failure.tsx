import { Button, Center, EmptyState } from "@mantine/core";
import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";

/** A page broke or could not be fetched, for example after the server was updated. */
export function RouteFailure() {
  const { t } = useTranslation();
  return (
    <Center mih="100%" p="lg">
      <EmptyState
        role="alert"
        size="sm"
        variant="light"
        color="red"
        icon={<TriangleAlert size={24} />}
        title={t("problem.pageTitle")}
        description={t("problem.pageBroken")}
      >
        <EmptyState.Actions>
          <Button onClick={() => window.location.reload()}>{t("problem.reload")}</Button>
        </EmptyState.Actions>
      </EmptyState>
    </Center>
  );
}
