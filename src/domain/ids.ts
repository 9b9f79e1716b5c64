// Identifiers. Records get ULIDs made on the device (github.com/ulid/spec): 48-bit time, 80 random bits,
// 26 digits of Crockford's base 32, sortable by the time they were made. Devices are named by their node.
// Promises: no clock and no randomness of its own; both are arguments.

export type RecordId = string;
export type NodeId = string;
export type Space = string;
export type SpaceKind = 'round' | 'group' | 'town' | 'device';

/** Gives that many random bytes. */
export type RandomBytes = (count: number) => Uint8Array;

const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID for an instant (ms since 1970); needs 10 random bytes. */
export function createId(nowMs: number, random: RandomBytes): RecordId {
  return idWith(nowMs, base32(random(10)));
}

/** The ULID of an instant (ms since 1970) with these 16 digits, which make it unlike any other. */
export function idWith(ms: number, others: string): RecordId {
  let time = '';
  for (let rest = Math.max(0, Math.floor(ms)), place = 0; place < 10; place += 1) {
    time = digits[rest % 32] + time;
    rest = Math.floor(rest / 32);
  }
  return time + others;
}

const ulidPattern = new RegExp(`^[0-7][${digits}]{25}$`);

/** When a ULID was made (ms since 1970), and its other digits; undefined for what is none. */
export function partsOfId(id: string): { readonly ms: number; readonly others: string } | undefined {
  if (!ulidPattern.test(id)) return undefined;
  const ms = [...id.slice(0, 10)].reduce((sum, digit) => sum * 32 + digits.indexOf(digit), 0);
  return { ms, others: id.slice(10) };
}

/** A name for a device's history: 16 digits, 80 random bits. */
export function createNodeId(random: RandomBytes): NodeId {
  return base32(random(10));
}

/** Crockford base 32, 5 bits a digit; trailing bits that do not fill a digit are dropped. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += digits[(buffer >> bits) & 31];
    }
    buffer &= (1 << bits) - 1;
  }
  return text;
}

/** The one space that never leaves the device. */
export const deviceSpace: Space = 'device';

export function roundSpace(roundId: RecordId): Space {
  return `round:${roundId}`;
}

export function groupSpace(groupId: RecordId): Space {
  return `group:${groupId}`;
}

export function townSpace(townId: RecordId): Space {
  return `town:${townId}`;
}

const spacePattern = /^(?:(round|group|town):[0-9A-Za-z-]{1,40}|device)$/;

/** The kind of a space, or undefined when the text names none. */
export function spaceKind(space: Space): SpaceKind | undefined {
  const match = spacePattern.exec(space);
  return match ? ((match[1] ?? 'device') as SpaceKind) : undefined;
}

/** The id behind the colon: of the round, the group or the town that the space belongs to. */
export function spaceOwner(space: Space): RecordId {
  return space.slice(space.indexOf(':') + 1);
}
