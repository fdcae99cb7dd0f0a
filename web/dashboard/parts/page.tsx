import { Box, Group, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import classes from "./page.module.css";

interface PageProps {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}

export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Gatehouse`;
  }, [title]);
}

export function Page({ title, description, actions, wide = false, children }: PageProps) {
  usePageTitle(title);
  return (
    <Box className={classes.scroll}>
      <Stack gap="lg" className={classes.page} data-wide={wide || undefined}>
        <Group justify="space-between" align="flex-start" gap="sm">
          <Box className={classes.heading}>
            <Title order={1}>{title}</Title>
            {description && (
              <Text size="sm" c="dimmed" mt={4} maw="65ch">
                {description}
              </Text>
            )}
          </Box>
          {actions && <Group gap="xs">{actions}</Group>}
        </Group>
        {children}
      </Stack>
    </Box>
  );
}
