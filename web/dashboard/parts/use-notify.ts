import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";
import { SignedOut } from "../api/problem";
import { useProblemText } from "./problem-text";

export function useNotify(): { done: (message: string) => void; failed: (error: unknown) => void } {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const closeButtonProps = { "aria-label": t("common.dismiss") };
  return {
    done: (message) => notifications.show({ message, color: "green", closeButtonProps }),
    failed: (error) => {
      if (error instanceof SignedOut) return;
      notifications.show({
        message: problemText(error),
        color: "red",
        autoClose: 8000,
        closeButtonProps,
      });
    },
  };
}
