import { Button, Skeleton, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { ClipboardCheck, FolderSync, KeySquare, UserPlus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { FactorRuleCard } from "../account/factor-rule";
import { members } from "../api/members";
import type { Member } from "../api/types";
import { Failure } from "../parts/failure";
import { useWanted } from "../parts/use-wanted";
import { Page } from "../parts/page";
import { useMay } from "../session/session";
import { Departures } from "./departures";
import { ChangeRole, type RoleChange } from "./change-role";
import { GrantsDialog } from "./grants-dialog";
import { InviteDialog } from "./invite-dialog";
import { kMembersKey } from "./keys";
import { LeaveMember } from "./leave-member";
import { type MemberActs, MemberTable } from "./member-table";
import { OpenInvitations } from "./open-invitations";
import { RemoveMember } from "./remove-member";
import { ResetMember } from "./reset-member";
import { ReturnMember } from "./return-member";

export function MembersPage() {
  const { t } = useTranslation();
  const may = useMay();
  const [inviting, dialog] = useDisclosure(false);
  const [removing, setRemoving] = useState<Member | null>(null);
  const [leaving, setLeaving] = useState<Member | null>(null);
  const [returning, setReturning] = useState<Member | null>(null);
  const everybody = useQuery({ queryKey: kMembersKey, queryFn: members });
  const [resetting, setResetting] = useState<Member | null>(null);
  const [granting, setGranting] = useState<Member | null>(null);
  const [change, setChange] = useState<RoleChange | null>(null);
  useWanted("invite", dialog.open);

  return (
    <Page
      title={t("nav.members")}
      description={t("members.description")}
      actions={
        <>
          <Button
            component={Link}
            to="/roles"
            variant="default"
            leftSection={<KeySquare size={16} />}
          >
            {t("roles.title")}
          </Button>
          {may("manage_members") && (
            <Button
              component={Link}
              to="/directory"
              variant="default"
              leftSection={<FolderSync size={16} />}
            >
              {t("directory.title")}
            </Button>
          )}
          {may("manage_members") && (
            <Button
              component={Link}
              to="/reviews"
              variant="default"
              leftSection={<ClipboardCheck size={16} />}
            >
              {t("reviews.title")}
            </Button>
          )}
          {may("invite") && (
            <Button leftSection={<UserPlus size={16} />} onClick={dialog.open}>
              {t("members.invite")}
            </Button>
          )}
        </>
      }
    >
      <FactorRuleCard />
      <Members
        onRemove={setRemoving}
        onLeave={setLeaving}
        onReturn={setReturning}
        onReset={setResetting}
        onGrant={setGranting}
        onChangeRole={setChange}
      />
      {may("invite") && <OpenInvitations />}
      {may("manage_members") && <Departures />}
      <InviteDialog opened={inviting} onClose={dialog.close} />
      <GrantsDialog member={granting} onClose={() => setGranting(null)} />
      <ChangeRole change={change} onClose={() => setChange(null)} />
      <RemoveMember member={removing} onClose={() => setRemoving(null)} />
      <LeaveMember
        member={leaving}
        others={everybody.data ?? []}
        onClose={() => setLeaving(null)}
      />
      <ReturnMember member={returning} onClose={() => setReturning(null)} />
      <ResetMember member={resetting} onClose={() => setResetting(null)} />
    </Page>
  );
}

function Members(acts: MemberActs) {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: kMembersKey, queryFn: members });

  if (found.isPending) {
    return (
      <Stack gap="xs" role="status" aria-label={t("common.loading")}>
        {[1, 2, 3].map((row) => (
          <Skeleton key={row} h={56} radius="sm" />
        ))}
      </Stack>
    );
  }
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <MemberTable members={found.data} {...acts} />;
}
