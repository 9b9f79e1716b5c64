// Asking the endpoint for something that it alone can do: one request at a time, and in words what became of it.

import type { ParseKeys } from 'i18next';
import { useCallback, useRef, useState } from 'react';
import type { Result } from '#domain/result.ts';
import { lineKey } from '#i18n/error-texts.ts';
import type { RequestError } from '#protocol/codes.ts';

export type AskingError = RequestError | 'cut';

export type Asking = {
  readonly busy: boolean;
  readonly error?: AskingError;
  /** Gives the answer, or undefined where there was none and `error` says why; also while another request is under way. */
  readonly ask: <Value>(request: () => Promise<Result<Value, AskingError>>) => Promise<Value | undefined>;
};

export function useAsking(): Asking {
  const [state, setState] = useState<{ readonly busy: boolean; readonly error?: AskingError }>({ busy: false });
  const running = useRef(false);
  const ask = useCallback<Asking['ask']>(async (request) => {
    if (running.current) return undefined;
    running.current = true;
    setState({ busy: true });
    const answer = await request().finally(() => {
      running.current = false;
    });
    setState(answer.ok ? { busy: false } : { busy: false, error: answer.refusal });
    return answer.ok ? answer.value : undefined;
  }, []);
  return { ...state, ask };
}

/** Nobody tries again by itself here, so a lost line and a failure have words of their own. */
export function askingErrorKey(code: AskingError): ParseKeys<['inviting', 'errors']> {
  if (code === 'cut') return 'inviting:asking.cut';
  if (code === 'not-found') return 'inviting:asking.notFound';
  const key = lineKey(code);
  return key === 'line.failed' || key === 'line.busy' || key === 'line.mismatch' ? 'inviting:asking.failed' : `errors:${key}`;
}
