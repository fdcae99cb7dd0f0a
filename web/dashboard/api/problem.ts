import type { Problem } from "./types";

/** The server refused, and said why (RFC 9457). */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | null;
  readonly correlation: string;
  /** Whole seconds after which another attempt may succeed, when the server said so. */
  readonly retryAfter: number | null;

  constructor(problem: Problem, retryAfter: number | null) {
    super(problem.title);
    this.name = "ApiProblem";
    this.status = problem.status;
    this.code = problem.code;
    this.field = problem.field;
    this.correlation = problem.correlation;
    this.retryAfter = retryAfter;
  }
}

/** No answer came: the network or the server is away. */
export class Unreachable extends Error {
  constructor() {
    super("The server could not be reached.");
    this.name = "Unreachable";
  }
}

/** The session is over; the person has to sign in again. */
export class SignedOut extends Error {
  constructor() {
    super("The session has ended.");
    this.name = "SignedOut";
  }
}
