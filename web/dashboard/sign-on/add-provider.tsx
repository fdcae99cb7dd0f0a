import { Button, Group, Modal, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { addProvider } from "../api/sign-on";
import type { SignOnProvider } from "../api/types";
import { ProblemAlert } from "../parts/problem-alert";
import { isAboutAField, useFieldProblem } from "../parts/problem-text";
import { kProvidersKey } from "./keys";

export function AddProvider({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("signOn.add")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <AddForm onClose={onClose} />
    </Modal>
  );
}

function AddForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [kind, setKind] = useState<SignOnProvider["kind"]>("saml");
  const [name, setName] = useState("");
  const adding = useMutation({
    mutationFn: () => addProvider({ kind, name }),
    onSuccess: (added) => {
      client.setQueryData<SignOnProvider[]>(kProvidersKey, (all) => [...(all ?? []), added]);
      onClose();
    },
  });
  const problemOf = useFieldProblem(adding.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adding.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm">{t("signOn.addHint")}</Text>
        <Radio.Group
          label={t("signOn.kind")}
          value={kind}
          onChange={(value) => setKind(value === "oidc" ? "oidc" : "saml")}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="saml" label={t("signOn.kindSaml")} />
            <Radio value="oidc" label={t("signOn.kindOpenId")} />
          </Stack>
        </Radio.Group>
        <TextInput
          label={t("signOn.name")}
          description={t("signOn.nameHint")}
          required
          maxLength={120}
          data-autofocus
          autoComplete="off"
          value={name}
          error={problemOf("name")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {!isAboutAField(adding.error, ["name"]) && <ProblemAlert error={adding.error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={adding.isPending}>
            {t("signOn.addConfirm")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
