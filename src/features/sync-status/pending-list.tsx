import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#i18n/formats.ts';
import { Button } from '#ui/button.tsx';
import { VillageDrawing } from '#ui/drawings/village.tsx';
import { Empty } from '#ui/empty.tsx';
import { List, ListRow } from '#ui/list-row.tsx';
import { partWords } from './change-words.ts';
import type { PendingChange } from './pending-view.ts';

const atOnce = 50;

/** Every change that no receipt covers yet, oldest first. */
export function PendingList({ changes }: { readonly changes: readonly PendingChange[] }) {
  const { t } = useTranslation('sync');
  const formats = useFormats();
  const [shown, setShown] = useState(atOnce);
  if (changes.length === 0) {
    return <Empty drawing={<VillageDrawing />} title={t('pending.none')} text={t('pending.noneText')} />;
  }
  const hidden = changes.length - shown;
  return (
    <>
      <List label={t('pending.title')}>
        {changes.slice(0, shown).map((change) => (
          <ListRow key={change.key} title={<ChangeTitle change={change} />} secondary={formats.instant(change.madeAt)} />
        ))}
      </List>
      {hidden > 0 && <Button onClick={() => setShown(shown + atOnce)}>{t('pending.more', { count: hidden })}</Button>}
    </>
  );
}

export function ChangeTitle({ change }: { readonly change: PendingChange }) {
  const { t } = useTranslation('sync');
  const [first, ...others] = change.parts;
  if (!first) return null;
  return (
    <>
      {partWords(first, t)}
      {others.length > 0 && ` ${t('change.andOthers', { count: others.length })}`}
    </>
  );
}
