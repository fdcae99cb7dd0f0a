import { Button, FileButton, Group, List, Loader, Stack, Text, ThemeIcon } from "@mantine/core";
import { Check, FileUp, X } from "lucide-react";
import { type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { addSource } from "../api/bots";
import type { Bot } from "../api/types";
import { useProblemText } from "../parts/problem-text";
import { type FileFault, readFile } from "./read-file";
import classes from "./upload-form.module.css";

interface Upload {
  name: string;
  state: "running" | "done" | "failed";
  /** Why it failed. */
  reason: string;
}

export function UploadForm({ bot, onAdded }: { bot: Bot; onAdded: (title: string) => void }) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const { uploads, busy, upload } = useUploads(bot, onAdded);

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void upload([...event.dataTransfer.files]);
  };

  return (
    <Stack gap="md">
      <div
        className={classes.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <FileUp size={28} aria-hidden className={classes.icon} />
        <Text size="sm" fw={500}>
          {t("upload.drop")}
        </Text>
        <Text size="xs" c="dimmed">
          {t("upload.hint")}
        </Text>
        <FileButton
          multiple
          accept=".md,.markdown,.txt,text/markdown,text/plain"
          onChange={(files) => void upload(files)}
        >
          {(props) => (
            <Button {...props} variant="default" size="xs" mt="xs" loading={busy}>
              {t("upload.choose")}
            </Button>
          )}
        </FileButton>
      </div>
      <UploadList uploads={uploads} />
    </Stack>
  );
}

function useUploads(bot: Bot, onAdded: (title: string) => void) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const [uploads, setUploads] = useState<Upload[]>([]);
  const busy = uploads.some((one) => one.state === "running");
  const faults: Record<FileFault, string> = {
    wrong_kind: t("upload.wrongKind"),
    too_large: t("upload.tooLarge"),
    not_text: t("upload.notText"),
    empty: t("upload.empty"),
  };

  const one = async (file: File): Promise<Upload> => {
    const source = await readFile(file);
    if (typeof source === "string") {
      return { name: file.name, state: "failed", reason: faults[source] };
    }
    try {
      await addSource(bot.id, source);
      return { name: file.name, state: "done", reason: "" };
    } catch (error) {
      return { name: file.name, state: "failed", reason: problemText(error) };
    }
  };

  const upload = async (files: File[]): Promise<void> => {
    if (files.length === 0 || busy) return;
    const results: Upload[] = files.map(({ name }) => ({ name, state: "running", reason: "" }));
    setUploads(results);
    for (const [index, file] of files.entries()) {
      results[index] = await one(file);
      setUploads([...results]);
    }
    const done = results.filter(({ state }) => state === "done");
    // Failures stay in sight; only a clean run closes the form.
    if (done.length === results.length) onAdded(done.map(({ name }) => name).join(", "));
  };

  return { uploads, busy, upload };
}

function UploadList({ uploads }: { uploads: Upload[] }) {
  if (uploads.length === 0) return null;
  return (
    <List spacing="xs" size="sm" center={false} listStyleType="none" role="status">
      {uploads.map(({ name, state, reason }) => (
        <List.Item key={name}>
          <Group gap="xs" wrap="nowrap" align="flex-start">
            {state === "running" && <Loader size={18} />}
            {state === "done" && (
              <ThemeIcon size={18} radius="xl" variant="light" color="green">
                <Check size={12} />
              </ThemeIcon>
            )}
            {state === "failed" && (
              <ThemeIcon size={18} radius="xl" variant="light" color="red">
                <X size={12} />
              </ThemeIcon>
            )}
            <div>
              <Text size="sm">
                <bdi>{name}</bdi>
              </Text>
              {reason && (
                <Text size="xs" c="red">
                  {reason}
                </Text>
              )}
            </div>
          </Group>
        </List.Item>
      ))}
    </List>
  );
}
