import { useQuery } from "@tanstack/react-query";
import { approvals } from "../api/approvals";
import { useMay, useSession } from "../session/session";
import { kApprovalsKey } from "./keys";

/** How many requests wait for the person who looks. */
export function useWaitingApprovals(): number {
  const may = useMay();
  const { support } = useSession();
  const found = useQuery({
    queryKey: kApprovalsKey,
    queryFn: approvals,
    enabled: may("approve") && !support,
    refetchInterval: 60_000,
  });
  return found.data?.filter((one) => one.may_approve).length ?? 0;
}
