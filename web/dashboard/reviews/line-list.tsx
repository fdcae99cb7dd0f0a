import { Stack } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { decideLine, type ReviewDecision } from "../api/reviews";
import type { ReviewLine, WholeReview } from "../api/types";
import { useNotify } from "../parts/use-notify";
import { useSession } from "../session/session";
import { DecisionDialog } from "./decision-dialog";
import { kReviewsKey, reviewKey } from "./keys";
import { LineCard } from "./line-card";

type Deciding = { line: ReviewLine; decision: "reduce" | "remove" } | null;

/** Line by line, by mouse or by keyboard: J and K move, 1 keeps, 2 reduces, 3 removes. */
export function LineList({ whole }: { whole: WholeReview }) {
  const client = useQueryClient();
  const notify = useNotify();
  const session = useSession();
  const list = useRef<HTMLDivElement>(null);
  const [deciding, setDeciding] = useState<Deciding>(null);
  const { id, closed_at } = whole.review;
  const decision = useMutation({
    mutationFn: ({ person, body }: { person: string; body: ReviewDecision }) =>
      decideLine(id, person, body),
    onSuccess: (decided) => {
      setDeciding(null);
      client.setQueryData<WholeReview>(reviewKey(id), (now) => now && withLine(now, decided));
      void client.invalidateQueries({ queryKey: kReviewsKey });
      void client.invalidateQueries({ queryKey: reviewKey(id) });
      move(1);
    },
    onError: (error) => {
      if (deciding === null) notify.failed(error);
    },
  });

  const isOpen = (line: ReviewLine) =>
    !closed_at && line.verdict === null && line.person !== session.person.id;
  const decide = (line: ReviewLine, wanted: "keep" | "reduce" | "remove") => {
    if (!isOpen(line) || decision.isPending) return;
    decision.reset();
    if (wanted === "keep") decision.mutate({ person: line.person, body: { decision: "keep" } });
    else setDeciding({ line, decision: wanted });
  };

  const cards = () =>
    [...(list.current?.querySelectorAll<HTMLElement>("[data-line]") ?? [])];
  const focused = () =>
    cards().findIndex((card) => card.contains(document.activeElement));
  const move = (by: number) => {
    const all = cards();
    all[Math.min(Math.max(focused() + by, 0), all.length - 1)]?.focus();
  };
  const decideFocused = (wanted: "keep" | "reduce" | "remove") => {
    const line = whole.lines[focused()];
    if (line) decide(line, wanted);
  };
  useHotkeys([
    ["j", () => move(1)],
    ["k", () => move(-1)],
    ["1", () => decideFocused("keep")],
    ["2", () => decideFocused("reduce")],
    ["3", () => decideFocused("remove")],
  ]);

  return (
    <Stack gap="sm" ref={list}>
      {whole.lines.map((line) => (
        <LineCard
          key={line.person}
          line={line}
          own={line.person === session.person.id}
          open={isOpen(line)}
          busy={decision.isPending && decision.variables.person === line.person}
          onDecide={(wanted) => decide(line, wanted)}
        />
      ))}
      <DecisionDialog
        line={deciding?.line ?? null}
        decision={deciding?.decision ?? "reduce"}
        busy={decision.isPending}
        error={deciding ? decision.error : null}
        onClose={() => setDeciding(null)}
        onDecide={(body) =>
          deciding && decision.mutate({ person: deciding.line.person, body })
        }
      />
    </Stack>
  );
}

function withLine(whole: WholeReview, decided: ReviewLine): WholeReview {
  return {
    ...whole,
    lines: whole.lines.map((line) => (line.person === decided.person ? decided : line)),
  };
}
