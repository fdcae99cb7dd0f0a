import { useState } from "react";
import { challenge, signIn } from "../api/session";
import { ApiProblem } from "../api/problem";
import type { Session } from "../api/types";

interface Credentials {
  email: string;
  password: string;
}

export interface SigningIn {
  signIn: (credentials: Credentials) => Promise<Session>;
  /** The browser works on the puzzle. */
  solving: boolean;
}

/** Signs in; when too much has failed before, the browser solves a puzzle first. */
export function useSignIn(): SigningIn {
  const [solving, setSolving] = useState(false);

  const solved = async (credentials: Credentials): Promise<Session> => {
    setSolving(true);
    try {
      const [puzzle, { solvePuzzle }] = await Promise.all([challenge(), import("./solve-puzzle")]);
      const proof = { challenge: puzzle, counter: await solvePuzzle(puzzle) };
      return await signIn({ ...credentials, proof });
    } finally {
      setSolving(false);
    }
  };

  return {
    solving,
    signIn: async (credentials) => {
      try {
        return await signIn(credentials);
      } catch (error) {
        const asked = error instanceof ApiProblem && error.code === "identity.challenge_needed";
        if (!asked) throw error;
        return solved(credentials);
      }
    },
  };
}
