import { Badge } from "@mantine/core";
import { CircleCheck, CircleDashed, CircleMinus, CircleSlash, CircleX } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Verdict } from "../api/types";

// Green is for what was attacked and held. Nothing else is ever shown green.
const kLooks = {
  failed: { color: "red", Icon: CircleX },
  passed: { color: "green", Icon: CircleCheck },
  waived: { color: "yellow", Icon: CircleMinus },
  not_claimed: { color: "yellow", Icon: CircleSlash },
  never_run: { color: "gray", Icon: CircleDashed },
} as const;

export const kVerdicts: Verdict[] = ["failed", "waived", "passed", "not_claimed", "never_run"];

export function useVerdictText(): (verdict: Verdict) => string {
  const { t } = useTranslation();
  return (verdict) =>
    ({
      passed: t("verdict.passed"),
      failed: t("verdict.failed"),
      waived: t("verdict.waived"),
      not_claimed: t("verdict.notClaimed"),
      never_run: t("verdict.neverRun"),
    })[verdict];
}

export function VerdictBadge({ verdict }: { verdict: Verdict }) {
  const verdictText = useVerdictText();
  const { color, Icon } = kLooks[verdict];
  return (
    <Badge color={color} leftSection={<Icon size={13} aria-hidden />}>
      {verdictText(verdict)}
    </Badge>
  );
}
