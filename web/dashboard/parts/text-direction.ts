/** For a field: what is written decides its direction, but an empty one follows the page. */
export function directionFor(text: string): "auto" | undefined {
  return text === "" ? undefined : "auto";
}
