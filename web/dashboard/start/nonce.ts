import { setNonce } from "get-nonce";

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

// The scroll lock of dialogs writes a style sheet of its own and asks get-nonce for the nonce.
setNonce(nonce);

export function styleNonce(): string {
  return nonce;
}
