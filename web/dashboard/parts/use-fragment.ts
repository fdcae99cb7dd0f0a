import { useLocation, useNavigate } from "react-router";

/**
 * What a page shows, in the fragment of its address: it outlives a reload and can be shared, and
 * the server never sees it. What someone searches for is not for its logs.
 */
export function useFragment(): [URLSearchParams, (next: Record<string, string>) => void] {
  const { hash } = useLocation();
  const navigate = useNavigate();
  return [
    new URLSearchParams(hash.slice(1)),
    (next) => void navigate({ hash: new URLSearchParams(next).toString() }, { replace: true }),
  ];
}
