import { EmptyState, Group } from "@mantine/core";
import type { ReactNode } from "react";
import { GatePage } from "./gate-page";

interface GateOutcomeProps {
  /** Of the page. */
  title: string;
  icon: ReactNode;
  good?: boolean;
  heading: string;
  text: ReactNode;
  actions?: ReactNode;
}

/** The end of a way before the gate: something is done, or a link does not work. */
export function GateOutcome({ title, icon, good, heading, text, actions }: GateOutcomeProps) {
  return (
    <GatePage title={title}>
      <EmptyState
        size="sm"
        variant="light"
        color={good ? "green" : "gray"}
        icon={icon}
        title={heading}
        description={text}
        role="status"
      >
        {actions && (
          <EmptyState.Actions>
            <Group justify="center" gap="xs">
              {actions}
            </Group>
          </EmptyState.Actions>
        )}
      </EmptyState>
    </GatePage>
  );
}
