import type { Privilege, PrivilegeEntry, Role, Session } from "../api/types";

export type Scope = PrivilegeEntry["scope"];

export const kScopes: Scope[] = ["inbox", "bot", "report", "workspace"];

export function inScope(all: PrivilegeEntry[], scope: Scope): PrivilegeEntry[] {
  return all.filter((one) => one.scope === scope);
}

/** What cannot be seen cannot be changed: the first right of a scope of bots carries the others. */
function sightOf(all: PrivilegeEntry[], scope: Scope): Privilege | undefined {
  return scope === "workspace" ? undefined : inScope(all, scope)[0]?.name;
}

/** The rights after one of them was switched, completed as the server would. */
export function switched(
  held: readonly Privilege[],
  one: PrivilegeEntry,
  all: PrivilegeEntry[],
): Privilege[] {
  const sight = sightOf(all, one.scope);
  const now = new Set(held);
  if (now.has(one.name)) {
    now.delete(one.name);
    if (one.name === sight) for (const other of inScope(all, one.scope)) now.delete(other.name);
  } else {
    now.add(one.name);
    if (sight) now.add(sight);
  }
  return all.map(({ name }) => name).filter((name) => now.has(name));
}

/** Nobody gives what they do not hold, and only owners make or touch owners. */
export function mayGive(session: Session, role: Role): boolean {
  if (role.key === "owner" && session.role !== "owner") return false;
  if (role.every_bot && !session.every_bot) return false;
  return role.privileges.every((one) => session.privileges.includes(one));
}

/** Roles hold for every bot, so they are made by those who reach every bot. */
export function mayMakeRoles(session: Session): boolean {
  return session.every_bot && session.privileges.includes("manage_roles");
}
