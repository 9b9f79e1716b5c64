// The button that always works, and what came of it in words.

import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { syncRow } from '#data/line.ts';
import { countUnsentChanges } from '#data/outbox.ts';
import { useServices } from '#features/services.ts';
import { lineKey } from '#i18n/error-texts.ts';
import { useFormats } from '#i18n/formats.ts';
import { Button } from '#ui/button.tsx';
import css from './sync-page.module.css';
import type { SyncState } from './sync-view.ts';

type Came = { readonly outcome: string; readonly at: number; readonly unsent: number };

/** `elsewhere`: another window holds the line. `nowhere`: there is no endpoint to send to. */
type Answer = 'asking' | 'nowhere' | 'elsewhere' | 'failed' | Came;

export function SendNow({ state }: { readonly state: SyncState }) {
  const { t } = useTranslation(['sync', 'errors']);
  const formats = useFormats();
  const { database, now, sync } = useServices();
  const [answer, setAnswer] = useState<Answer>();
  const isNowhere = state.type === 'practice' || state.type === 'alone';
  const send = async () => {
    if (isNowhere) return setAnswer('nowhere');
    setAnswer('asking');
    const askedAt = now();
    try {
      await sync.request();
    } catch {
      return setAnswer('failed');
    }
    const { outcome, lastTriedAt } = await syncRow(database);
    if (lastTriedAt < askedAt) return setAnswer('elsewhere');
    setAnswer({ outcome, at: lastTriedAt, unsent: await countUnsentChanges(database) });
  };
  return (
    <div className={css.send}>
      <Button variant={isNowhere ? 'quiet' : 'primary'} block icon={<RefreshCw aria-hidden />} onClick={send}>
        {t('send.button')}
      </Button>
      <p role="status">{answer && words(answer)}</p>
    </div>
  );

  function words(given: Answer): string {
    if (given === 'asking') return t('send.asking');
    if (given === 'nowhere') return t(state.type === 'practice' ? 'sentence.practice' : 'send.notJoined');
    if (given === 'elsewhere') return t('send.elsewhere');
    if (given === 'failed') return t('errors:line.failed');
    if (given.outcome !== 'synced') return t(`errors:${lineKey(given.outcome)}`);
    return given.unsent > 0 ? t('send.more', { count: given.unsent }) : t('send.done', { time: formats.time(given.at) });
  }
}
