// Splits plain text into words and https addresses. Nothing here makes markup: the view puts
// each piece into a text node.

export interface Piece {
  text: string;
  href: string | null;
}

const kAddress = /https:\/\/[^\s<>"'`{}|\\^]+/g;

// "See https://example.com/a." ends with a sentence's full stop, not an address's.
function trimmed(candidate: string): string {
  let address = candidate.replace(/[.,;:!?\u2026]+$/, "");
  while (address.endsWith(")") && !address.includes("(")) {
    address = address.slice(0, -1).replace(/[.,;:!?]+$/, "");
  }
  return address;
}

export function safeHref(address: string, base?: string): string | null {
  try {
    const url = new URL(address, base);
    // A name before the @ exists to make the host look like another one.
    return url.protocol === "https:" && !url.username && !url.password ? url.href : null;
  } catch {
    return null;
  }
}

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(kAddress)) {
    const address = trimmed(match[0]);
    const href = safeHref(address);
    if (!href) continue;
    if (match.index > end) found.push({ text: text.slice(end, match.index), href: null });
    found.push({ text: address, href });
    end = match.index + address.length;
  }
  if (end < text.length) found.push({ text: text.slice(end), href: null });
  return found;
}
