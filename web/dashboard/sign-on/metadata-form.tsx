import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SignOnProvider } from "../api/types";
import { ConfirmDialog } from "../parts/confirm-dialog";
import { useProblemText } from "../parts/problem-text";
import { useChange } from "./use-change";

export function MetadataForm({ provider }: { provider: SignOnProvider }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const [metadata, setMetadata] = useState("");
  const saving = useChange(provider);
  const [asking, dialog] = useDisclosure(false);
  // A file that was made on Windows ends its lines with two characters.
  const save = () =>
    saving.mutate({ metadata: metadata.replaceAll("\r", "") }, { onSettled: dialog.close });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (provider.enabled) dialog.open();
    else save();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {provider.issuer !== null && (
          <Text size="sm">
            {t("signOn.known")} <bdi dir="ltr">{provider.issuer}</bdi>
          </Text>
        )}
        <Textarea
          label={provider.issuer === null ? t("signOn.metadata") : t("signOn.metadataNew")}
          dir="ltr"
          autosize
          minRows={3}
          maxRows={10}
          spellCheck={false}
          placeholder="<md:EntityDescriptor …>"
          value={metadata}
          error={saving.error ? problemText(saving.error) : null}
          onChange={(event) => setMetadata(event.currentTarget.value)}
        />
        <Group>
          <Button
            type="submit"
            variant="light"
            loading={saving.isPending}
            disabled={metadata.trim() === ""}
          >
            {t("signOn.readMetadata")}
          </Button>
        </Group>
      </Stack>
      <ConfirmDialog
        opened={asking}
        onClose={dialog.close}
        title={t("signOn.metadataTitleAsk")}
        consequence={t("signOn.metadataReplace")}
        confirm={t("signOn.metadataConfirm")}
        busy={saving.isPending}
        error={null}
        onConfirm={save}
      />
    </form>
  );
}
