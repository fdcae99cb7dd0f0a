/** The browser could not solve the puzzle: it has no Web Crypto, or somebody stopped the worker. */
export class PuzzleUnsolved extends Error {
  constructor() {
    super("The puzzle could not be solved.");
    this.name = "PuzzleUnsolved";
  }
}
