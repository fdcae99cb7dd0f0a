import { Center } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./splash.module.css";
import { Mark } from "./mark";

export function Splash() {
  const { t } = useTranslation();
  return (
    <Center mih="100vh" role="status" aria-label={t("common.loading")} className={classes.splash}>
      <Mark size={40} />
    </Center>
  );
}
