// What the loader (in the customer's page) and the frame (of our origin) tell each other.
// Both sides check the other's exact origin and window before they read anything.

export type ToFrame =
  | { gatehouse: "start"; page: string; language: string | undefined }
  | { gatehouse: "shown" }
  | { gatehouse: "hidden" };

export type ToLoader =
  | { gatehouse: "ready" }
  | { gatehouse: "state"; language: "en" | "he"; unread: number; running: boolean }
  | { gatehouse: "close" };
