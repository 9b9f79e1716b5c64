// JSON values and their one canonical text, so that the same value always has the same bytes.
// Promises: keys in code-unit order, no white space; equal values give equal texts on every runtime.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The canonical text of a JSON value. Members that are undefined are left out, as JSON.stringify does. */
export function canonicalText(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map((element: Json) => canonicalText(element)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalText(member)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

/** Length of the text in UTF-8 bytes. Counted here, since no package that encodes belongs to the first screen. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.codePointAt(at) ?? 0;
    if (code > 0xffff) at += 1; // a pair of code units
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code <= 0xffff ? 3 : 4;
  }
  return bytes;
}
