import type { NewSource } from "../api/bots";
import { kMostCharacters } from "./limits";

export type FileFault = "wrong_kind" | "too_large" | "not_text" | "empty";

function titleOf(file: File, text: string, markdown: boolean): string {
  const heading = markdown ? /^#\s+(.+?)\s*#*$/m.exec(text)?.[1] : undefined;
  return (heading ?? file.name.replace(/\.[^.]+$/, "")).slice(0, 200);
}

/** The file as a source, or why it cannot be one. */
export async function readFile(file: File): Promise<NewSource | FileFault> {
  const markdown = /\.(md|markdown)$/i.test(file.name);
  if (!markdown && !/\.txt$/i.test(file.name)) return "wrong_kind";
  // A character takes at most four bytes; beyond that, reading would be in vain.
  if (file.size > kMostCharacters * 4) return "too_large";
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return "not_text";
  }
  if ([...text].length > kMostCharacters) return "too_large";
  if (!text.trim()) return "empty";
  return { kind: markdown ? "markdown" : "text", title: titleOf(file, text, markdown), text };
}
