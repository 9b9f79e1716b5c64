// The hash of ops, receipts and chains by Node's own SHA-256: the endpoint makes three for every op.

import { hash } from 'node:crypto';
import type { ShortHash } from '#domain/hash.ts';

export const nativeHash: ShortHash = (text) => hash('sha256', text, 'hex').slice(0, 32);
