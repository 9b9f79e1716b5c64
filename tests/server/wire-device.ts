// The least that can talk to the endpoint: numbers its ops, keeps cursors, and lays pages down as docs/protocol.md says.
// It checks nothing and remembers everything, so that a test can see what came over the wire.

import { opHash } from '#domain/hash.ts';
import type { FieldState, Head } from '#domain/join.ts';
import type { Op } from '#domain/op.ts';
import { type Stamp, stampOf } from '#domain/stamps.ts';
import { nextReceipt } from '#protocol/hashes.ts';
import type { Receipt } from '#protocol/history-token.ts';
import { packRequest, unpackAnswer } from '#protocol/pack.ts';
import type { Cursor, FieldPage, Page, SyncRequest, SyncResponse } from '#protocol/sync.ts';
import { opToWire } from '#protocol/wire-op.ts';
import { type JoinedFetch, postJson } from '#tests/support/endpoint.ts';

export type Draft = Pick<Op, 'space' | 'kind' | 'id' | 'town'> & Partial<Op>;

export type WireDevice = {
  readonly send: JoinedFetch;
  readonly node: string;
  /** Numbers the next op of this device: a `set` of the title unless the draft says otherwise. */
  readonly op: (draft: Draft) => Op;
  /** As `op`, for several ops that are one transaction. */
  readonly transaction: (drafts: readonly Draft[]) => readonly Op[];
  readonly request: (ops: readonly Op[], changes?: Partial<SyncRequest>) => SyncRequest;
  /** Posts and gives status and body as they are. With `arrival` the body comes after that, long after the headers. */
  readonly post: (
    body: unknown,
    arrival?: Promise<unknown>,
  ) => Promise<{ readonly status: number; readonly body: Record<string, unknown> }>;
  /** Takes in what came back. */
  readonly takeIn: (answer: SyncResponse) => void;
  /** Pushes and takes in what comes back. Throws on an error. */
  readonly sync: (ops?: readonly Op[], changes?: Partial<SyncRequest>) => Promise<SyncResponse>;
  /** Syncs until every space is at its head; gives the pages in order. */
  readonly catchUp: (maxBytes?: number) => Promise<readonly Page[]>;
  readonly cursors: Record<string, Cursor>;
  /** Field states by "space kind id field". */
  readonly fields: Map<string, FieldState>;
  acked: number;
  receipt: Receipt;
};

export function aWireDevice(send: JoinedFetch, node: string, startMs: number): WireDevice {
  let n = 0;
  let ms = startMs;
  const cursors: Record<string, Cursor> = {};
  const fields = new Map<string, FieldState>();

  const number = (draft: Draft, tx?: number): Op => {
    n += 1;
    ms += 1;
    const frame = {
      node,
      n,
      type: 'set',
      field: 'title',
      value: `Title ${n}`,
      stamp: stampOf(ms, 0),
      base: [],
      tx: tx ?? n,
    } as const;
    return { ...frame, ...draft };
  };

  const device: WireDevice = {
    send,
    node,
    cursors,
    fields,
    acked: 0,
    receipt: '',
    op: (draft) => number(draft),
    transaction: (drafts) => {
      const tx = n + 1;
      return drafts.map((draft) => number(draft, tx));
    },
    request: (ops, changes = {}) => ({
      version: 1,
      nodes: { [node]: [device.acked, device.receipt] },
      from: { node, n: ops[0]?.n ?? device.acked + 1 },
      ops: ops.map((op) => opToWire(op)),
      cursors,
      maxBytes: 256 * 1024,
      ...changes,
    }),
    post: async (body, arrival) => {
      const request = postJson('/api/sync', packRequest(body as SyncRequest));
      const response = await send(arrival ? arrivingAfter(request, () => arrival) : request);
      const answer: unknown = await response.json();
      const read = response.status === 200 ? (unpackAnswer(answer) ?? answer) : answer;
      return { status: response.status, body: read as Record<string, unknown> };
    },
    sync: async (ops = [], changes = {}) => {
      const { status, body } = await device.post(device.request(ops, changes));
      if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
      const answer = body as unknown as SyncResponse;
      device.takeIn(answer);
      return answer;
    },
    takeIn: ({ acked, receipt, pages }) => {
      device.acked = acked;
      device.receipt = receipt;
      for (const page of pages) layDown(page, fields, cursors);
    },
    catchUp: async (maxBytes = 256 * 1024) => {
      const pages: Page[] = [];
      for (;;) {
        const answer = await device.sync([], { maxBytes });
        pages.push(...answer.pages);
        const isLevel = answer.pages.every(({ to, head }) => to >= head);
        if (isLevel && answer.gained.every((space) => cursors[space])) return pages;
      }
    },
  };
  return device;
}

/** A slow line: the headers are there at once, the body after that. */
export function arrivingAfter(request: Request, arrival: () => Promise<unknown>): Request {
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const bytes = await request.bytes();
        await arrival();
        controller.enqueue(bytes);
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const parts = { method: 'POST', headers: request.headers, body, duplex: 'half' };
  return new Request(request.url, parts);
}

function layDown(page: Page, fields: Map<string, FieldState>, cursors: Record<string, Cursor>): void {
  for (const { kind, id, fields: states } of page.records) {
    for (const [field, state] of Object.entries(states)) {
      const key = `${page.space} ${kind} ${id} ${field}`;
      fields.set(key, stateOf(state, fields.get(key)));
    }
  }
  cursors[page.space] = [page.to, page.head, page.chain];
}

function stateOf(page: FieldPage, known: FieldState | undefined): FieldState {
  if (page.type !== 'text') return page;
  const { after, ...state } = page;
  const earlier: readonly Head[] = after > 0 && known?.type === 'text' ? known.updates : [];
  return { ...state, updates: [...earlier, ...state.updates] };
}

/** The receipt as the device works it out for itself, from what it sent and what it was told. */
export function receiptOf(
  ops: readonly Op[],
  { refused, stamps }: Pick<SyncResponse, 'refused' | 'stamps'>,
  from: Receipt = '',
): Receipt {
  const codes = new Map<number, string>(refused);
  const fixed = new Map<number, Stamp>(stamps);
  return ops.reduce((receipt, op) => nextReceipt(receipt, opHash(op), codes.get(op.n), fixed.get(op.n) ?? op.stamp), from);
}
