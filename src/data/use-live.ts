// Live queries for React: the component renders again when what the query read has changed, in this or another tab. What is
// read again and says the same is the same object.

import { useLiveQuery } from 'dexie-react-hooks';
import { keepSame } from './keep-same.ts';

/** Undefined until the first read is done. The query of the first render stays as long as `deps` do. */
export function useLive<Value>(query: () => Promise<Value>, deps: readonly unknown[]): Value | undefined {
  return useLiveQuery(keepingSame(query), [...deps]);
}

function keepingSame<Value>(query: () => Promise<Value>): () => Promise<Value> {
  let known: Value | undefined;
  return async () => {
    known = keepSame(known, await query());
    return known;
  };
}
