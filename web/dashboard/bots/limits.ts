/** What the server takes as one source. */
export const kMostCharacters = 900_000;
