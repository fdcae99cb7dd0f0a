import { pathOf, request } from "./request";
import * as shapes from "./generated/shapes";
import type { Body, Review, ReviewEvidence, ReviewLine, WholeReview } from "./types";

const kPath = "/api/v1/reviews";

export type ReviewDecision = Body<"/api/v1/reviews/{review}/lines/{person}", "post">;

export async function reviews(): Promise<Review[]> {
  return (await request({ method: "GET", path: kPath, read: shapes.reviewItems })).items;
}

export async function openReview(scope: Review["scope"]): Promise<WholeReview> {
  return request({ method: "POST", path: kPath, body: { scope }, read: shapes.wholeReview });
}

export async function wholeReview(id: string): Promise<WholeReview> {
  const path = pathOf`/api/v1/reviews/${id}`;
  return request({ method: "GET", path, read: shapes.wholeReview });
}

export async function decideLine(
  review: string,
  person: string,
  body: ReviewDecision,
): Promise<ReviewLine> {
  const path = pathOf`/api/v1/reviews/${review}/lines/${person}`;
  return request({ method: "POST", path, body, read: shapes.reviewLine });
}

export async function closeReview(id: string): Promise<WholeReview> {
  const path = pathOf`/api/v1/reviews/${id}/close`;
  return request({ method: "POST", path, body: {}, read: shapes.wholeReview });
}

export async function reviewEvidence(id: string): Promise<ReviewEvidence> {
  const path = pathOf`/api/v1/reviews/${id}/evidence`;
  return request({ method: "GET", path, read: shapes.reviewEvidence });
}
