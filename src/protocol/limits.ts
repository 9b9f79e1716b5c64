// Limits that both sides keep. Bytes are of the JSON before compression.

export const maxOpsPerRequest = 500;
export const maxPushBytes = 256 * 1024;
/** The request around the ops: cursors, nodes. */
export const maxRequestBytes = maxPushBytes + 64 * 1024;
/** Node names that one device may have had. */
export const maxNodesPerRequest = 200;
/** Bases of all ops of a request together. */
export const maxBasesPerRequest = 4000;
/** Bounds of a page as it is packed, asked for by the device: halved after a cut line, doubled after a success. */
export const minPageBytes = 1024;
export const maxPageBytes = 1024 * 1024;
export const firstPageBytes = 64 * 1024;
/** About how many bytes of ops or fields travel as one of a page. */
export const packedInto = 4;
