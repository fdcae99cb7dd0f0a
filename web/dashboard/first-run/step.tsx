import { Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./step.module.css";

interface StepProps {
  title: string;
  description: string;
  children: ReactNode;
}

export function Step({ title, description, children }: StepProps) {
  return (
    <section className={classes.step}>
      <Title order={2}>{title}</Title>
      <Text size="sm" c="dimmed" mt={4} mb="lg" maw="65ch">
        {description}
      </Text>
      {children}
    </section>
  );
}
