import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SignOnProvider } from "../api/types";
import { useProblemText } from "../parts/problem-text";
import { useChange } from "./use-change";

export function MetadataForm({ provider }: { provider: SignOnProvider }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const [metadata, setMetadata] = useState("");
  const saving = useChange(provider);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A file that was made on Windows ends its lines with two characters.
    saving.mutate({ metadata: metadata.replaceAll("\r", "") });
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
    </form>
  );
}
