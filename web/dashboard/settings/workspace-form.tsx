import { Button, Group, Skeleton, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { renameWorkspace, workspace as fetchWorkspace } from "../api/members";
import type { Session, Workspace } from "../api/types";
import { Failure } from "../parts/failure";
import { forgetError } from "../parts/forget-error";
import { useProblemText } from "../parts/problem-text";
import { useNotify } from "../parts/use-notify";
import { kSessionKey } from "../session/session";
import { directedBy } from "../parts/text-direction";

const kWorkspaceKey = ["workspace"] as const;

export function WorkspaceForm() {
  const found = useQuery({ queryKey: kWorkspaceKey, queryFn: fetchWorkspace });
  if (found.isPending) return <Skeleton h={58} maw="28rem" />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <NameForm workspace={found.data} />;
}

function NameForm({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const problemText = useProblemText();
  const [name, setName] = useState(workspace.name);
  const saving = useMutation({
    mutationFn: () => renameWorkspace({ name }),
    onSuccess: (saved) => {
      client.setQueryData(kWorkspaceKey, saved);
      client.setQueryData<Session>(
        kSessionKey,
        (session) => session && { ...session, workspace: { id: saved.id, name: saved.name } },
      );
      notify.done(t("common.saved"));
    },
  });

  const save = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };

  return (
    <form onSubmit={save} onChange={forgetError(saving)}>
      <Group align="flex-end" gap="xs">
        <TextInput
          label={t("fields.workspace")}
          flex="1 1 14rem"
          maw="28rem"
          required
          maxLength={80}
          {...directedBy(name)}
          value={name}
          error={saving.error ? problemText(saving.error) : null}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" loading={saving.isPending} disabled={name.trim() === workspace.name}>
          {t("common.save")}
        </Button>
      </Group>
    </form>
  );
}
