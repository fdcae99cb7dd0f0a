import { Box } from "@mantine/core";
import classes from "./mark.module.css";

/** The arched gate. It takes the colour of the text around it. */
export function Mark({ size = 24 }: { size?: number }) {
  return <Box component="span" aria-hidden className={classes.mark} w={size} h={size} />;
}
