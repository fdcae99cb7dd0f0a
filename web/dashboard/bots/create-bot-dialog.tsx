import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { CreateBotForm } from "./create-bot-form";

export function CreateBotDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("bots.create")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <CreateBotForm
        submit={t("bots.create")}
        onCreated={(bot) => {
          onClose();
          void navigate(`/bots/${bot.id}/knowledge`);
        }}
      />
    </Modal>
  );
}
