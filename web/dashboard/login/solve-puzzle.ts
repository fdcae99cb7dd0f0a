// Solves the puzzle that signing in asks for after failed attempts. The work is done by ALTCHA's worker,
// a file of our own server. Loaded only when it is needed.
import workerUrl from "altcha/workers/pbkdf2?url";
import type { Challenge } from "../api/types";
import { PuzzleUnsolved } from "../parts/puzzle-unsolved";

const kMostWorkers = 4;
const kPatienceMs = 60_000;

interface Solution {
  counter: number;
}

function counterIn(data: unknown): number {
  const counter = (data as Partial<Solution> | null)?.counter;
  if (typeof counter !== "number") throw new PuzzleUnsolved();
  return counter;
}

/** The answer; several workers share the work. */
export async function solvePuzzle(challenge: Challenge): Promise<number> {
  const count = Math.max(1, Math.min(kMostWorkers, navigator.hardwareConcurrency || 2));
  const workers = Array.from({ length: count }, () => new Worker(workerUrl));
  const answers = workers.map(
    (worker, index) =>
      new Promise<number>((resolve, reject) => {
        worker.onerror = () => reject(new PuzzleUnsolved());
        worker.onmessage = ({ data }: MessageEvent<unknown>) => {
          try {
            resolve(counterIn(data));
          } catch (error) {
            reject(error as Error);
          }
        };
        worker.postMessage({
          type: "work",
          challenge,
          counterStart: index,
          counterStep: count,
          timeout: kPatienceMs,
        });
      }),
  );
  try {
    return await Promise.race(answers);
  } finally {
    for (const worker of workers) worker.terminate();
  }
}
