import { useState } from "react";

// The token of a one-time link stands behind "#", which browsers do not send. It leaves the address
// bar at once, so that it stays out of the history and of shared screens.
function takeToken(): string {
  const token = decodeURIComponent(window.location.hash.slice(1));
  if (token) window.history.replaceState(window.history.state, "", window.location.pathname);
  return token;
}

export function useLinkToken(): string {
  return useState(takeToken)[0];
}
