import { Anchor, Text } from "@mantine/core";
import type { ReactNode } from "react";

/** A link to an address that someone else chose: only to the web, not telling where from. */
export function SafeLink({ url, children }: { url: string; children?: ReactNode }) {
  const text = children ?? <span dir="ltr">{url.replace(/^https?:\/\//, "")}</span>;
  if (!/^https?:\/\//i.test(url)) {
    return (
      <Text span size="sm">
        {text}
      </Text>
    );
  }
  return (
    <Anchor href={url} target="_blank" rel="noopener noreferrer" size="sm">
      {text}
    </Anchor>
  );
}
