// The receipt of a lane, worked out from what is kept of its ops.

import { opHash } from '#domain/hash.ts';
import { nextReceipt } from '#protocol/hashes.ts';
import type { Receipt } from '#protocol/history-token.ts';
import type { OpRow } from './rows.ts';

/** The receipt after one more op that has its verdict. */
export function receiptAfter(receipt: Receipt, { op, refused, effective }: OpRow): Receipt {
  return nextReceipt(receipt, opHash(op), refused, effective ?? op.stamp);
}
