import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface ReasonInputProps {
  reason: string;
  onReason: (reason: string) => void;
}

/** Rights change only with a reason, which stays in the audit log. */
export function ReasonInput({ reason, onReason }: ReasonInputProps) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t("leaving.reason")}
      description={t("leaving.reasonHint")}
      required
      maxLength={300}
      value={reason}
      onChange={(event) => onReason(event.currentTarget.value)}
    />
  );
}

export function isReason(reason: string): boolean {
  return reason.trim().length >= 3;
}
