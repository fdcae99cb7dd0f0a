import { Anchor, Button, Group, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { addApp, offerApp } from "../api/factors";
import { CopyBlock } from "../parts/copy-block";
import { Failure } from "../parts/failure";
import { ProblemAlert } from "../parts/problem-alert";
import { isAboutAField, useFieldProblem } from "../parts/problem-text";
import { QrCode } from "./qr-code";

/** Scan, type the first code, done. */
export function AddAppForm({ onAdded }: { onAdded: () => void }) {
  const { t } = useTranslation();
  const [byHand, setByHand] = useState(false);
  const offer = useQuery({
    queryKey: ["app-offer"],
    queryFn: offerApp,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });

  if (offer.isPending) return <Skeleton h={260} />;
  if (offer.isError) return <Failure error={offer.error} retry={() => void offer.refetch()} />;
  const { secret, address, size, path } = offer.data;
  return (
    <Stack gap="md">
      <Text size="sm">{t("app.scan")}</Text>
      <Group gap="lg" align="flex-start">
        <QrCode size={size} path={path} label={t("app.qr")} />
        <Stack gap="xs" flex="1 1 12rem">
          <Text size="sm" c="dimmed">
            {t("app.which")}
          </Text>
          <Anchor href={address} size="sm">
            {t("app.open")}
          </Anchor>
          <Anchor
            component="button"
            type="button"
            size="sm"
            ta="start"
            onClick={() => setByHand(!byHand)}
          >
            {t("app.byHand")}
          </Anchor>
        </Stack>
      </Group>
      {byHand && <CopyBlock value={secret} label={t("app.key")} />}
      <FirstCode onAdded={onAdded} onAgain={() => void offer.refetch()} />
    </Stack>
  );
}

function FirstCode({ onAdded, onAgain }: { onAdded: () => void; onAgain: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [code, setCode] = useState("");
  const adding = useMutation({
    mutationFn: () =>
      addApp({ name: name || t("app.defaultName"), code: code.replace(/\s/g, "") }),
    onSuccess: onAdded,
    onError: (error) => {
      setCode("");
      if ("code" in error && error.code === "identity.offer_over") onAgain();
    },
  });
  const problemOf = useFieldProblem(adding.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adding.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label={t("app.firstCode")}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={9}
          dir="ltr"
          required
          value={code}
          error={problemOf("code")}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <TextInput
          label={t("app.name")}
          placeholder={t("app.defaultName")}
          maxLength={80}
          value={name}
          error={problemOf("name")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {!isAboutAField(adding.error, ["code", "name"]) && <ProblemAlert error={adding.error} />}
        <Button type="submit" loading={adding.isPending}>
          {t("app.add")}
        </Button>
      </Stack>
    </form>
  );
}
