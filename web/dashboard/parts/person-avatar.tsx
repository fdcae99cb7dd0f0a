import { Avatar } from "@mantine/core";

function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters.map((word) => [...(word ?? "")][0] ?? "").join("");
}

/** Decoration beside a name that is written out; therefore hidden from screen readers. */
export function PersonAvatar({ name, size = "sm" }: { name: string; size?: "sm" | "md" }) {
  return (
    <Avatar size={size} radius="xl" variant="light" color="accent" aria-hidden>
      {initials(name).toLocaleUpperCase()}
    </Avatar>
  );
}
