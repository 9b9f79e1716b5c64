// The version of the protocol. Every released version stays served; before the first release only the current one is.
// A changed message shape needs a new number, a line here, the shape's new hash in tests/protocol/version.test.ts, and a
// test with yesterday's client.
//
// 1  push and pull in one request; receipts, chains, pages of fields; joining, inviting and what is known of devices.

export const protocolVersion = 1;
