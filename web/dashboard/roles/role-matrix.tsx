import {
  ActionIcon,
  Badge,
  Box,
  Group,
  List,
  Menu,
  Select,
  Stack,
  Text,
  Title,
  VisuallyHidden,
} from "@mantine/core";
import { Check, EllipsisVertical, Minus, Pencil, Trash2 } from "lucide-react";
import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Privilege, PrivilegeEntry, Role } from "../api/types";
import { useFormat } from "../language/format";
import { useSession } from "../session/session";
import { usePrivilegeText, useScopeText } from "./privilege-text";
import { inScope, kScopes, mayGive, mayMakeRoles } from "./rights";
import classes from "./role-matrix.module.css";
import { useRoleText } from "./role-text";

interface RoleMatrixProps {
  roles: Role[];
  privileges: PrivilegeEntry[];
  onEdit: (role: Role) => void;
  onDelete: (role: Role) => void;
}

/** Roles by rights; where there is no room for a table, one role after the other. */
export function RoleMatrix(props: RoleMatrixProps) {
  return (
    <>
      <Box visibleFrom="md">
        <Wide {...props} />
      </Box>
      <Box hiddenFrom="md">
        <Narrow {...props} />
      </Box>
    </>
  );
}

function Wide({ roles, privileges, onEdit, onDelete }: RoleMatrixProps) {
  const { t } = useTranslation();
  const scopeText = useScopeText();
  const privilegeText = usePrivilegeText();
  return (
    <div className={classes.scroll} role="region" aria-label={t("roles.matrix")} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col" className={`${classes.head} ${classes.corner}`}>
              <Text size="xs" c="dimmed" fw={600}>
                {t("roles.right")}
              </Text>
            </th>
            {roles.map((role) => (
              <th key={role.key} scope="col" className={classes.head}>
                <RoleHead role={role} onEdit={onEdit} onDelete={onDelete} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kScopes.map((scope) => (
            <Fragment key={scope}>
              <tr>
                <th scope="colgroup" colSpan={roles.length + 1} className={classes.scope}>
                  {scopeText(scope)}
                </th>
              </tr>
              {inScope(privileges, scope).map((one) => (
                <tr key={one.name}>
                  <th scope="row" className={classes.right}>
                    <Text size="sm" fw={500}>
                      {privilegeText(one).label}
                    </Text>
                    <Text size="xs" c="dimmed">
                      {privilegeText(one).sentence}
                    </Text>
                  </th>
                  {roles.map((role) => (
                    <td key={role.key}>
                      <Held by={role} what={one.name} />
                    </td>
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Held({ by, what }: { by: Role; what: Privilege }) {
  const { t } = useTranslation();
  const held = by.privileges.includes(what);
  return (
    <>
      {held ? (
        <Check size={18} className={classes.yes} aria-hidden />
      ) : (
        <Minus size={18} className={classes.no} aria-hidden />
      )}
      <VisuallyHidden>{held ? t("roles.yes") : t("roles.no")}</VisuallyHidden>
    </>
  );
}

interface RoleHeadProps {
  role: Role;
  onEdit: (role: Role) => void;
  onDelete: (role: Role) => void;
}

function RoleHead({ role, onEdit, onDelete }: RoleHeadProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const roleText = useRoleText();
  const count = role.holders.length;
  const held = role.holders.map(({ name }) => name).join(", ");
  return (
    <Stack gap={2}>
      <Group gap={4} wrap="nowrap" justify="space-between">
        <Text size="sm" fw={600}>
          <bdi>{roleText(role.key)}</bdi>
        </Text>
        <RoleMenu role={role} onEdit={onEdit} onDelete={onDelete} />
      </Group>
      <Text size="xs" c="dimmed" fw={400}>
        {role.every_bot ? t("roles.everyBot") : t("roles.grantedBots")}
      </Text>
      <Text size="xs" c="dimmed" fw={400} title={held}>
        {t("roles.holders", { count, number: format.number(count) })}
      </Text>
    </Stack>
  );
}

function RoleMenu({ role, onEdit, onDelete }: RoleHeadProps) {
  const { t } = useTranslation();
  const session = useSession();
  if (role.built_in || !mayMakeRoles(session) || !mayGive(session, role)) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={t("roles.actionsOf", { name: role.name })}
        >
          <EllipsisVertical size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Pencil size={16} />} onClick={() => onEdit(role)}>
          {t("roles.edit")}
        </Menu.Item>
        <Menu.Item color="red" leftSection={<Trash2 size={16} />} onClick={() => onDelete(role)}>
          {t("roles.delete")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Narrow({ roles, privileges, onEdit, onDelete }: RoleMatrixProps) {
  const { t } = useTranslation();
  const roleText = useRoleText();
  const scopeText = useScopeText();
  const privilegeText = usePrivilegeText();
  const [shown, setShown] = useState(roles[0]?.key ?? "");
  const role = roles.find(({ key }) => key === shown) ?? roles[0];
  if (!role) return null;
  return (
    <Stack gap="md">
      <Select
        label={t("members.role")}
        allowDeselect={false}
        value={role.key}
        onChange={(key) => setShown(key ?? "")}
        data={roles.map(({ key }) => ({ value: key, label: roleText(key) }))}
      />
      <RoleHead role={role} onEdit={onEdit} onDelete={onDelete} />
      {kScopes.map((scope) => (
        <Stack key={scope} gap="xs">
          <Group gap="xs">
            <Title order={2} size="h4">
              {scopeText(scope)}
            </Title>
            {!inScope(privileges, scope).some(({ name }) => role.privileges.includes(name)) && (
              <Badge color="gray">{t("roles.nothing")}</Badge>
            )}
          </Group>
          <List listStyleType="none" spacing="xs">
            {inScope(privileges, scope).map((one) => (
              <List.Item key={one.name} icon={<Held by={role} what={one.name} />}>
                <Text size="sm" fw={500}>
                  {privilegeText(one).label}
                </Text>
                <Text size="xs" c="dimmed">
                  {privilegeText(one).sentence}
                </Text>
              </List.Item>
            ))}
          </List>
        </Stack>
      ))}
    </Stack>
  );
}
