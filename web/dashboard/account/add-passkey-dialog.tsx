import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemAlert } from "../parts/problem-alert";
import { isAboutAField, useFieldProblem } from "../parts/problem-text";
import { useAddPasskey, usePasskeyName } from "./add-passkey";

interface AddPasskeyDialogProps {
  opened: boolean;
  onAdded: () => void;
  onClose: () => void;
}

export function AddPasskeyDialog({ opened, onAdded, onClose }: AddPasskeyDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("account.addPasskey")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <AddPasskeyForm onAdded={onAdded} />
    </Modal>
  );
}

function AddPasskeyForm({ onAdded }: { onAdded: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState(usePasskeyName());
  const adding = useAddPasskey(onAdded);
  const problemOf = useFieldProblem(adding.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adding.mutate(name);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm">{t("passkey.hint")}</Text>
        <TextInput
          label={t("passkey.name")}
          description={t("passkey.nameHint")}
          required
          maxLength={80}
          data-autofocus
          value={name}
          error={problemOf("name")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {!isAboutAField(adding.error, ["name"]) && <ProblemAlert error={adding.error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={adding.isPending}>
            {t("passkey.add")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
