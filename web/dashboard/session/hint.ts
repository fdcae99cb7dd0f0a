// Script cannot see the session cookies. This mark spares a person who never signed in on this
// browser a request that can only fail; it grants nothing.

const kHint = "gatehouse.signed-in";

export function mayBeSignedIn(): boolean {
  return window.localStorage.getItem(kHint) !== null;
}

export function hintSignedIn(signedIn: boolean): void {
  if (signedIn) window.localStorage.setItem(kHint, "yes");
  else window.localStorage.removeItem(kHint);
}
