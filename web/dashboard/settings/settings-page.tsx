import { Button, Card, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { KeySummary } from "../keys/key-summary";
import { Page } from "../parts/page";
import { useMay, useSession } from "../session/session";
import { EmailForm } from "./email-form";
import { PasswordForm } from "./password-form";
import { OwnAlerts } from "../security/alert-list";
import { SessionList } from "./session-list";
import { PolicyForm } from "./policy-form";
import { SignOnLinks } from "./sign-on-links";
import { WorkspaceForm } from "./workspace-form";

export function SettingsPage() {
  const { t } = useTranslation();
  const may = useMay();
  const { person } = useSession();
  return (
    <Page
      title={t("nav.settings")}
      description={t("settings.description", { email: person.email })}
    >
      <Stack gap="lg">
        {may("manage_workspace") && (
          <Section title={t("settings.workspace")} description={t("settings.workspaceHint")}>
            <WorkspaceForm />
          </Section>
        )}
        {may("manage_workspace") && (
          <Section title={t("policy.title")} description={t("policy.description")}>
            <PolicyForm />
          </Section>
        )}
        <Section title={t("settings.signOn")} description={t("settings.signOnHint")}>
          <SignOnLinks />
        </Section>
        {may("manage_access_rules") && (
          <Section title={t("ranges.title")} description={t("ranges.settingsHint")}>
            <Button component={Link} to="/address-ranges" variant="default">
              {t("ranges.open")}
            </Button>
          </Section>
        )}
        <Section title={t("settings.sessions")} description={t("settings.sessionsHint")}>
          <OwnAlerts />
          <SessionList />
        </Section>
        <Section title={t("apiKeys.title")} description={t("apiKeys.description")}>
          <KeySummary />
        </Section>
        <Section title={t("settings.password")} description={t("settings.passwordHint")}>
          <PasswordForm />
        </Section>
        <Section title={t("settings.email")} description={t("settings.emailHint")}>
          <EmailForm />
        </Section>
      </Stack>
    </Page>
  );
}

interface SectionProps {
  title: string;
  description: string;
  children: ReactNode;
}

function Section({ title, description, children }: SectionProps) {
  return (
    <Card component="section">
      <Title order={2} size="h3">
        {title}
      </Title>
      <Text size="sm" c="dimmed" mt={2} mb="md" maw="65ch">
        {description}
      </Text>
      {children}
    </Card>
  );
}
