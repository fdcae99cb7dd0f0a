import { Button, Group, Skeleton, Stepper, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { bot as fetchBot } from "../api/bots";
import { ApiProblem } from "../api/problem";
import type { Bot } from "../api/types";
import { CreateBotForm } from "../bots/create-bot-form";
import { botKey } from "../bots/keys";
import { Failure } from "../parts/failure";
import { Page } from "../parts/page";
import { useSession } from "../session/session";
import classes from "./first-run-page.module.css";
import { InstallStep } from "./install-step";
import { KnowledgeStep } from "./knowledge-step";
import { useProgress } from "./progress";
import { Step } from "./step";
import { TryStep } from "./try-step";

export function FirstRunPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { person } = useSession();
  const [progress, change] = useProgress();

  // Coming back on purpose takes the guide up again.
  useEffect(() => {
    if (progress.state === "skipped") change({ state: "running" });
    if (progress.state === "finished") change({ state: "running", step: 0, bot: null });
    // Only on arrival.
  }, []);

  const leave = (state: "skipped" | "finished") => {
    change({ state });
    void navigate("/inbox");
  };

  const steps = [
    t("guide.stepBot"),
    t("guide.stepKnowledge"),
    t("guide.stepTry"),
    t("guide.stepInstall"),
  ];
  return (
    <Page
      title={t("guide.title", { name: person.name.split(" ")[0] ?? person.name })}
      description={t("guide.description")}
      actions={
        <Button variant="default" onClick={() => leave("skipped")}>
          {t("guide.skip")}
        </Button>
      }
    >
      <Stepper
        active={progress.step}
        size="sm"
        iconSize={30}
        aria-label={t("guide.steps")}
        onStepClick={(step) => change({ step })}
        allowNextStepsSelect={progress.bot !== null}
        className={classes.stepper ?? ""}
      >
        {steps.map((label) => (
          <Stepper.Step key={label} label={label} />
        ))}
      </Stepper>
      {progress.bot === null || progress.step === 0 ? (
        <BotStep made={progress.bot} onDone={(bot) => change({ bot, step: 1 })} />
      ) : (
        <StepsWithBot
          id={progress.bot}
          step={progress.step}
          onStep={(step) => change({ step })}
          onFinish={() => leave("finished")}
        />
      )}
    </Page>
  );
}

function BotStep({ made, onDone }: { made: string | null; onDone: (bot: string) => void }) {
  const { t } = useTranslation();
  return (
    <Step title={t("guide.botTitle")} description={t("guide.bot")}>
      {made === null ? (
        <CreateBotForm submit={t("guide.createBot")} onCreated={(bot) => onDone(bot.id)} />
      ) : (
        <Group>
          <Text size="sm">{t("guide.botMade")}</Text>
          <Button onClick={() => onDone(made)}>{t("guide.next")}</Button>
        </Group>
      )}
    </Step>
  );
}

interface StepsWithBotProps {
  id: string;
  step: number;
  onStep: (step: number) => void;
  onFinish: () => void;
}

function StepsWithBot({ id, step, onStep, onFinish }: StepsWithBotProps) {
  const [, change] = useProgress();
  const found = useQuery({ queryKey: botKey(id), queryFn: () => fetchBot(id) });
  const gone = found.error instanceof ApiProblem && found.error.status === 404;

  useEffect(() => {
    // The bot was deleted meanwhile: begin anew.
    if (gone) change({ bot: null, step: 0 });
  }, [gone, change]);

  if (found.isPending || gone) return <Skeleton h={260} radius="md" />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const bot: Bot = found.data;
  if (step === 1) return <KnowledgeStep bot={bot} onNext={() => onStep(2)} />;
  if (step === 2) return <TryStep bot={bot} onStep={onStep} />;
  return <InstallStep bot={bot} onFinish={onFinish} />;
}
