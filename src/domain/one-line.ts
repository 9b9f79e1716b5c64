// A text as one line of what can be seen: as a field of one line drops line breaks, so do control characters go, which nobody
// typed on purpose and which some databases keep in no text.

/** Whatever is no letter but a command, line breaks and tabs among them, becomes a space; none at the ends. */
export function asOneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
}
