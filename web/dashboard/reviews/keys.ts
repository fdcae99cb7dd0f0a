export const kReviewsKey = ["reviews"] as const;

export function reviewKey(id: string): readonly string[] {
  return ["review", id];
}
