// Bytes as text that compresses: a yjs update is mostly words, which base64 hides.
// UTF-8 in the bytes is written as its letters. Any other byte b, and each byte of a letter U+0100 to U+01FF, is the letter
// U+0100 + b; so is a control byte, since JSON would need six letters for it.
// Promises: bytesFromText(textFromBytes(bytes)) is bytes, whatever they are.

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const valueOfDigit = new Map([...digits].map((digit, value) => [digit.charCodeAt(0), value]));

/** The text for bytes in base64; undefined for what is not base64 as an encoder writes it. */
export function textFromBase64(base64: string): string | undefined {
  const bytes = decoded(base64);
  return bytes && encoded(bytes) === base64 ? textFromBytes(bytes) : undefined;
}

/** Throws for a text that stands for no bytes. */
export function base64FromText(text: string): string {
  return encoded(bytesFromText(text));
}

function textFromBytes(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const { length, code } = letterAt(bytes, at);
    const isPlain = code >= 0x20 && (code < 0x100 || code > 0x1ff);
    if (isPlain) text += String.fromCodePoint(code);
    else for (const byte of bytes.slice(at, at + length)) text += String.fromCharCode(0x100 + byte);
    at += length;
  }
  return text;
}

/** The letter whose UTF-8 starts there; a byte that starts none has the code -1. */
function letterAt(bytes: readonly number[], at: number): { readonly length: number; readonly code: number } {
  const none = { length: 1, code: -1 };
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { length: 1, code: first };
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return none;
  let code = first & (0x7f >> length);
  for (let next = 1; next < length; next += 1) {
    const byte = bytes[at + next] ?? 0;
    if ((byte & 0xc0) !== 0x80) return none;
    code = (code << 6) | (byte & 0x3f);
  }
  const isShortest = code >= (length === 4 ? 0x10000 : length === 3 ? 0x800 : 0x80);
  return isShortest && code <= 0x10ffff && !isSurrogate(code) ? { length, code } : none;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

function bytesFromText(text: string): number[] {
  const bytes: number[] = [];
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    if (isSurrogate(code)) throw new RangeError('half a letter');
    if (code < 0x80) bytes.push(code);
    else if (code >= 0x100 && code <= 0x1ff) bytes.push(code - 0x100);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(code));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), tail(code >> 6), tail(code));
    else bytes.push(0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code));
  }
  return bytes;
}

function tail(code: number): number {
  return 0x80 | (code & 0x3f);
}

function decoded(base64: string): number[] | undefined {
  const end = base64.endsWith('==') ? base64.length - 2 : base64.endsWith('=') ? base64.length - 1 : base64.length;
  const bytes: number[] = [];
  let bits = 0;
  for (let at = 0; at < end; at += 1) {
    const value = valueOfDigit.get(base64.charCodeAt(at));
    if (value === undefined) return undefined;
    bits = (bits << 6) | value;
    if (at % 4 > 0) bytes.push((bits >> (6 - 2 * (at % 4))) & 0xff);
  }
  return bytes;
}

function encoded(bytes: readonly number[]): string {
  let base64 = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second = 0, third = 0] = [bytes[at], bytes[at + 1], bytes[at + 2]];
    base64 += `${digit(first >> 2)}${digit((first << 4) | (second >> 4))}`;
    base64 += at + 1 < bytes.length ? digit((second << 2) | (third >> 6)) : '=';
    base64 += at + 2 < bytes.length ? digit(third) : '=';
  }
  return base64;
}

function digit(value: number): string {
  return digits[value & 0x3f] ?? '';
}
