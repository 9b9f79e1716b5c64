// Running hashes. A receipt runs over a node's ops with their verdicts and effective stamps; a chain runs over a space's
// accepted ops. Both are opaque to the other side: equal means "we remember the same", different means "one of us was
// restored". Format: 32 hex digits (see domain/hash.ts).

import { shortHash } from '#domain/hash.ts';
import type { Stamp } from '#domain/stamps.ts';
import type { Chain, Receipt } from './history-token.ts';

/** The receipt after one more op of the node. `code` is undefined for an accepted op. */
export function nextReceipt(
  receipt: Receipt,
  opHash: string,
  code: string | undefined,
  effective: Stamp,
  hash = shortHash,
): Receipt {
  return hash(`receipt ${receipt} ${opHash} ${code ?? 'accepted'} ${effective}`);
}

/** The chain after one more accepted op of the space. */
export function nextChain(chain: Chain, opHash: string, effective: Stamp, hash = shortHash): Chain {
  return hash(`chain ${chain} ${opHash} ${effective}`);
}
