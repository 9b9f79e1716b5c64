// The history's sheet, fetched when somebody asks for it. Its name stands in the address, like that of every dialog.

import { History } from 'lucide-react';
import { type ComponentProps, lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordHead } from '#domain/kinds/define-kind.ts';
import type { MenuItem } from '#ui/menu.tsx';
import { useFormAddress } from './form-address.ts';
import type * as Sheet from './history-sheet.tsx';

const HistorySheet = lazy(async () => ({ default: (await import('./history-sheet.tsx')).HistorySheet }));

/** Names the sheet in the address. */
export function historyForm({ id }: { readonly id: string }): string {
  return `history-${id}`;
}

export function useHistoryItem(record: RecordHead): MenuItem {
  const { t } = useTranslation('plans');
  const { open } = useFormAddress();
  return historyItem(t('history.open'), () => open(historyForm(record)));
}

export function historyItem(label: string, onSelect: () => void): MenuItem {
  return { label, icon: <History aria-hidden />, onSelect };
}

/** Stands there while the address names it. */
export function HistoryOf(props: Omit<ComponentProps<typeof Sheet.HistorySheet>, 'onClose'>) {
  const address = useFormAddress();
  if (address.form !== historyForm(props.record)) return null;
  return (
    <Suspense>
      <HistorySheet {...props} onClose={address.close} />
    </Suspense>
  );
}
