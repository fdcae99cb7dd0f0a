import { Anchor, Breadcrumbs, Button, Skeleton, Stack } from "@mantine/core";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Role } from "../api/types";
import { Failure } from "../parts/failure";
import { Page } from "../parts/page";
import { useSession } from "../session/session";
import { DeleteRole } from "./delete-role";
import { mayMakeRoles } from "./rights";
import { RoleEditor } from "./role-editor";
import { RoleMatrix } from "./role-matrix";
import { usePrivileges, useRoles } from "./use-roles";

/** "new", or the role that is edited. */
type Editing = "new" | Role | null;

export function RolesPage() {
  const { t } = useTranslation();
  const session = useSession();
  const [editing, setEditing] = useState<Editing>(null);
  const [deleting, setDeleting] = useState<Role | null>(null);
  return (
    <Page
      wide
      title={t("roles.title")}
      description={
        <>
          <Breadcrumbs component="span" separatorMargin={6} mb={4}>
            <Anchor component={Link} to="/members" size="sm">
              {t("nav.members")}
            </Anchor>
            <span>{t("roles.title")}</span>
          </Breadcrumbs>
          {t("roles.description")}
        </>
      }
      actions={
        mayMakeRoles(session) && (
          <Button leftSection={<Plus size={16} />} onClick={() => setEditing("new")}>
            {t("roles.create")}
          </Button>
        )
      }
    >
      <Matrix onEdit={setEditing} onDelete={setDeleting} />
      <RoleEditor editing={editing} onClose={() => setEditing(null)} />
      <DeleteRole role={deleting} onClose={() => setDeleting(null)} />
    </Page>
  );
}

interface MatrixProps {
  onEdit: (role: Role) => void;
  onDelete: (role: Role) => void;
}

function Matrix(props: MatrixProps) {
  const { t } = useTranslation();
  const roles = useRoles();
  const privileges = usePrivileges();
  const failed = roles.isError ? roles : privileges.isError ? privileges : null;
  if (failed) return <Failure error={failed.error} retry={() => void failed.refetch()} />;
  if (!roles.data || !privileges.data) {
    return (
      <Stack gap="xs" role="status" aria-label={t("common.loading")}>
        {[1, 2, 3, 4, 5, 6].map((row) => (
          <Skeleton key={row} h={44} radius="sm" />
        ))}
      </Stack>
    );
  }
  return <RoleMatrix roles={roles.data} privileges={privileges.data} {...props} />;
}
