// Whether list and detail stand side by side, as ui/list-detail lays them out. Where they do not, the list is not even read:
// a phone that opens one plan should not look through all of them.

import { useSyncExternalStore } from 'react';

const sideBySide = '(min-width: 60rem)';

export function useWide(): boolean {
  return useSyncExternalStore(listen, () => matchMedia(sideBySide).matches);
}

function listen(onChange: () => void): () => void {
  const query = matchMedia(sideBySide);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}
