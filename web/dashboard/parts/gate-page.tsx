import { Box, Group, Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { SchemeSwitch } from "../shell/scheme-switch";
import { LanguageSwitch } from "../shell/language-switch";
import classes from "./gate-page.module.css";
import { Mark } from "./mark";
import { usePageTitle } from "./page";

interface GatePageProps {
  title: string;
  description?: ReactNode;
  children: ReactNode;
}

/** The frame of pages before the gate: set-up, joining, signing in. */
export function GatePage({ title, description, children }: GatePageProps) {
  usePageTitle(title);
  return (
    <Box className={classes.page}>
      <Group component="header" justify="space-between" className={classes.bar}>
        <Group gap="xs" className={classes.brand}>
          <Mark size={22} />
          <Text fw={600}>Gatehouse</Text>
        </Group>
        <Group gap={4}>
          <LanguageSwitch />
          <SchemeSwitch />
        </Group>
      </Group>
      <Box component="main" className={classes.main}>
        <Paper withBorder shadow="sm" radius="lg" className={classes.card}>
          <Stack gap="lg">
            <div>
              <Title order={1}>{title}</Title>
              {description && (
                <Text size="sm" c="dimmed" mt={6}>
                  {description}
                </Text>
              )}
            </div>
            {children}
          </Stack>
        </Paper>
      </Box>
    </Box>
  );
}
