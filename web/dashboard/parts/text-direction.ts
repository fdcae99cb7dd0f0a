import type { InputProps } from "@mantine/core";

/**
 * For a field: what is written decides its direction, but an empty one follows the page. The `dir`
 * of Mantine's fields stands on the box around them, where "auto" does not see what is written.
 */
export function directedBy(text: string): Pick<InputProps, "attributes"> {
  return text === "" ? {} : { attributes: { input: { dir: "auto" } } };
}
