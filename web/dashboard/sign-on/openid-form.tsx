import { Button, Group, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SignOnProvider } from "../api/types";
import { ConfirmDialog } from "../parts/confirm-dialog";
import { ProblemAlert } from "../parts/problem-alert";
import { isAboutAField, useFieldProblem } from "../parts/problem-text";
import { useChange } from "./use-change";

/** Whose provider it is, and who we are there. The server looks it up before it keeps anything. */
export function OpenIdForm({ provider }: { provider: SignOnProvider }) {
  const { t } = useTranslation();
  const [issuer, setIssuer] = useState(provider.issuer ?? "");
  const [clientId, setClientId] = useState(provider.openid?.client_id ?? "");
  const [secret, setSecret] = useState("");
  const saving = useChange(provider);
  const [asking, dialog] = useDisclosure(false);
  const problemOf = useFieldProblem(saving.error);
  const save = () =>
    saving.mutate(
      {
        openid: {
          issuer: issuer.trim(),
          client_id: clientId.trim(),
          client_secret: secret === "" ? null : secret,
        },
      },
      { onSuccess: () => setSecret(""), onSettled: dialog.close },
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (provider.enabled) dialog.open();
    else save();
  };
  const keepsSecret = provider.openid?.has_secret === true;
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw="40rem">
        {provider.issuer !== null && (
          <Text size="sm">
            {t("signOn.known")} <bdi dir="ltr">{provider.issuer}</bdi>
          </Text>
        )}
        <TextInput
          label={t("signOn.issuer")}
          description={t("signOn.issuerHint")}
          type="url"
          dir="ltr"
          required
          maxLength={2048}
          placeholder="https://login.example.com/realms/company"
          spellCheck={false}
          autoComplete="off"
          value={issuer}
          error={problemOf("openid")}
          onChange={(event) => setIssuer(event.currentTarget.value)}
        />
        <TextInput
          label={t("signOn.clientId")}
          dir="ltr"
          required
          maxLength={255}
          spellCheck={false}
          autoComplete="off"
          value={clientId}
          onChange={(event) => setClientId(event.currentTarget.value)}
        />
        <PasswordInput
          label={t("signOn.clientSecret")}
          description={t(keepsSecret ? "signOn.clientSecretKept" : "signOn.clientSecretHint")}
          dir="ltr"
          maxLength={512}
          autoComplete="new-password"
          value={secret}
          onChange={(event) => setSecret(event.currentTarget.value)}
        />
        {!isAboutAField(saving.error, ["openid"]) && <ProblemAlert error={saving.error} />}
        <Group>
          <Button
            type="submit"
            variant="light"
            loading={saving.isPending}
            disabled={issuer.trim() === "" || clientId.trim() === ""}
          >
            {t("signOn.lookUp")}
          </Button>
        </Group>
      </Stack>
      <ConfirmDialog
        opened={asking}
        onClose={dialog.close}
        title={t("signOn.lookUpTitle")}
        consequence={t("signOn.lookUpConsequence")}
        confirm={t("signOn.lookUpConfirm")}
        busy={saving.isPending}
        error={null}
        onConfirm={save}
      />
    </form>
  );
}
