// Dialogs whose name stands in the address: Back closes them, a reload opens them again with what was written.

import { useLocation, useNavigate, useSearchParams } from 'react-router';

export type FormAddress = {
  /** The open form, or null. */
  readonly form: string | null;
  readonly open: (form: string) => void;
  readonly close: () => void;
};

export function useFormAddress(): FormAddress {
  const [params, setParams] = useSearchParams();
  const { state } = useLocation();
  const navigate = useNavigate();
  const openedHere = typeof state === 'object' && state !== null && 'openedForm' in state;
  return {
    form: params.get('form'),
    open: (form) => setParams(changed(params, form), { state: { openedForm: true } }),
    close: () => (openedHere ? navigate(-1) : setParams(changed(params, null), { replace: true })),
  };
}

function changed(params: URLSearchParams, form: string | null): URLSearchParams {
  const next = new URLSearchParams(params);
  if (form === null) next.delete('form');
  else next.set('form', form);
  return next;
}
