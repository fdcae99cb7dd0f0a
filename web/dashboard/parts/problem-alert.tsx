import { Alert } from "@mantine/core";
import { TriangleAlert } from "lucide-react";
import { useProblemText } from "./problem-text";

/** A refusal inside a form. */
export function ProblemAlert({ error }: { error: unknown }) {
  const problemText = useProblemText();
  if (!error) return null;
  return (
    <Alert color="red" role="alert" icon={<TriangleAlert size={18} />} p="sm">
      {problemText(error)}
    </Alert>
  );
}
