import { useQuery } from "@tanstack/react-query";
import { Navigate } from "react-router";
import { bots, demoWidget } from "../api/bots";
import { kBotsKey } from "../bots/keys";
import { Splash } from "../parts/splash";
import { useMay } from "../session/session";
import { useProgress } from "./progress";

/** Where "/" leads: to the guide while the workspace has no bot of its own, else to work. */
export function StartPage() {
  const may = useMay();
  const [progress] = useProgress();
  const guided = may("manage_bots") && progress.state === "running";
  const own = useQuery({
    queryKey: [...kBotsKey, "own"],
    queryFn: async () => {
      const [all, demo] = await Promise.all([bots(), demoWidget()]);
      return all.filter((bot) => bot.widget !== demo);
    },
    enabled: guided,
  });

  if (guided && own.isPending) return <Splash />;
  if (guided && own.data?.length === 0) return <Navigate to="/start" replace />;
  return <Navigate to={may("read_conversations") ? "/inbox" : "/settings"} replace />;
}
