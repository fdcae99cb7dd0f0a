import { Group, Kbd, Modal, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

export function ShortcutHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const keys: [string[], string][] = [
    [["J"], t("keys.next")],
    [["K"], t("keys.previous")],
    [["Enter"], t("keys.open")],
    [["R"], t("keys.reply")],
    [["N"], t("keys.note")],
    [["E"], t("keys.close")],
    [["/"], t("keys.search")],
    [["Esc"], t("keys.back")],
    [["Ctrl", "K"], t("keys.palette")],
    [["?"], t("keys.help")],
  ];
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("keys.title")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Stack gap="xs">
        {keys.map(([pressed, meaning]) => (
          <Group key={meaning} justify="space-between" wrap="nowrap">
            <Text size="sm">{meaning}</Text>
            <Group gap={4} dir="ltr" wrap="nowrap">
              {pressed.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </Group>
          </Group>
        ))}
      </Stack>
    </Modal>
  );
}
