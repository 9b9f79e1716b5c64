// Receipts and chains as the other side sees them: opaque tokens for "we remember the same". hashes.ts says how they run on.

/** For a node's ops with their verdicts and effective stamps: 32 hex digits, '' before the first op. */
export type Receipt = string;
/** For a space's accepted ops: 32 hex digits, '' before the first op. */
export type Chain = string;

export const emptyReceipt: Receipt = '';
export const emptyChain: Chain = '';
