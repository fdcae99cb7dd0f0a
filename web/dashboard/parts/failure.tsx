import { Button, EmptyState } from "@mantine/core";
import { CloudOff, RotateCw, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ApiProblem, Unreachable } from "../api/problem";
import { useProblemText } from "./problem-text";

/** Something could not be loaded: what happened, and a way to try again. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const away = error instanceof Unreachable;
  // What is not there will not come back by asking again.
  const final = error instanceof ApiProblem && (error.status === 403 || error.status === 404);
  const reference = error instanceof ApiProblem && !final ? error.correlation : "";
  return (
    <EmptyState
      role="alert"
      size="sm"
      py="xl"
      variant="light"
      color={away ? "gray" : "red"}
      icon={away ? <CloudOff size={24} /> : <TriangleAlert size={24} />}
      title={away ? t("problem.unreachableTitle") : t("problem.title")}
      description={
        <>
          {problemText(error)}
          {reference && <> {t("problem.reference", { reference })}</>}
        </>
      }
    >
      {retry && !final && (
        <EmptyState.Actions>
          <Button variant="default" leftSection={<RotateCw size={16} />} onClick={retry}>
            {t("common.retry")}
          </Button>
        </EmptyState.Actions>
      )}
    </EmptyState>
  );
}
