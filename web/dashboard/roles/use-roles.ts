import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { privileges, roles } from "../api/roles";
import type { PrivilegeEntry, Role } from "../api/types";
import { useMay } from "../session/session";
import { kPrivilegesKey, kRolesKey } from "./keys";

export function useRoles(): UseQueryResult<Role[]> {
  const may = useMay();
  return useQuery({ queryKey: kRolesKey, queryFn: roles, enabled: may("read_members") });
}

/** What the program knows about each right; the same for everybody. */
export function usePrivileges(): UseQueryResult<PrivilegeEntry[]> {
  return useQuery({
    queryKey: kPrivilegesKey,
    queryFn: privileges,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
