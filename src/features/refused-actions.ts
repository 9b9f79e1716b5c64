// What can be done with anything that was refused: copy the words, or put it out of sight. It stays on the device either way.

import { useTranslation } from 'react-i18next';
import { discardRefused } from '#data/outbox.ts';
import { keepRefused } from '#data/refused-queries.ts';
import type { OpRow } from '#data/rows.ts';
import { useCopyWords } from './copy-words.ts';
import { useServices } from './services.ts';

export function useRefusedActions(rows: readonly OpRow[], words: () => string) {
  const { t } = useTranslation(['sync', 'common']);
  const { database, announce } = useServices();
  const copyWords = useCopyWords();
  const copy = () => copyWords(words(), t('sync:refused.copied'));
  const discard = async () => {
    await discardRefused(database, rows);
    const undo = { label: t('common:actions.undo'), run: () => void keepRefused(database, rows) };
    announce({ text: t('sync:refused.discarded'), action: undo });
  };
  return { copy, discard };
}
