import { Button, Checkbox, CopyButton, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Check, Copy, Download } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { makeRecoveryCodes } from "../api/factors";
import { Failure } from "../parts/failure";
import classes from "./recovery-codes.module.css";

interface RecoveryCodesProps {
  account: string;
  onKept: () => void;
}

/** Makes ten new codes and shows them, once. */
export function RecoveryCodes({ account, onKept }: RecoveryCodesProps) {
  const made = useQuery({
    queryKey: ["recovery-codes"],
    queryFn: makeRecoveryCodes,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  if (made.isPending) return <Skeleton h={220} />;
  if (made.isError) return <Failure error={made.error} retry={() => void made.refetch()} />;
  return <Codes codes={made.data} account={account} onKept={onKept} />;
}

function save(name: string, text: string) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

function Codes({ codes, account, onKept }: RecoveryCodesProps & { codes: string[] }) {
  const { t } = useTranslation();
  const [kept, setKept] = useState(false);
  const text = codes.join("\n");
  const file = `${t("recovery.fileTitle", { account })}\n\n${text}\n`;
  return (
    <Stack gap="md">
      <Text size="sm">{t("recovery.shownOnce")}</Text>
      <ul className={classes.codes} dir="ltr" aria-label={t("recovery.codes")}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group gap="xs">
        <CopyButton value={text} timeout={2500}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <Check size={16} /> : <Copy size={16} />}
              onClick={copy}
              aria-live="polite"
            >
              {copied ? t("common.copied") : t("common.copy")}
            </Button>
          )}
        </CopyButton>
        <Button
          variant="default"
          leftSection={<Download size={16} />}
          onClick={() => save("gatehouse-recovery-codes.txt", file)}
        >
          {t("recovery.download")}
        </Button>
      </Group>
      <Checkbox
        label={t("recovery.kept")}
        checked={kept}
        onChange={(event) => setKept(event.currentTarget.checked)}
      />
      <Button disabled={!kept} onClick={onKept}>
        {t("recovery.continue")}
      </Button>
    </Stack>
  );
}
