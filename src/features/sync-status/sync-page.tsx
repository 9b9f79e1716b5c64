// Are my changes safe? First a plain sentence, then the facts behind it, then every change that is not sent or was refused.

import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { listRefused, listUnsent } from '#data/outbox.ts';
import { countDevicePlans } from '#data/record-queries.ts';
import { listDiscarded, recordsOfOps } from '#data/refused-queries.ts';
import { vanishedRow } from '#data/renewal.ts';
import { useLive } from '#data/use-live.ts';
import { SaveFileButton } from '#features/save-file-button.tsx';
import { useServices } from '#features/services.ts';
import { Arriving } from '#ui/arriving.tsx';
import { Page, Section } from '#ui/page.tsx';
import { LostList } from './lost-list.tsx';
import { PendingList } from './pending-list.tsx';
import { pendingChanges } from './pending-view.ts';
import { SendNow } from './send-now.tsx';
import { SyncFactsList } from './sync-facts.tsx';
import { SyncSentence } from './sync-sentence.tsx';
import { daysWaiting } from './sync-view.ts';
import { useSyncState } from './use-sync-state.ts';

// What was refused or has vanished may be words of a note, which bring yjs with them: loaded once there is any.
const RefusedList = lazy(async () => ({ default: (await import('./refused-list.tsx')).RefusedList }));
const VanishedList = lazy(async () => ({ default: (await import('./vanished-list.tsx')).VanishedList }));

export function SyncPage() {
  const { t } = useTranslation(['sync', 'common']);
  const { database, saveFile, now } = useServices();
  const state = useSyncState();
  const changes = useLive(async () => {
    const [unsent, refused] = [await listUnsent(database), await listRefused(database)];
    const discarded = await listDiscarded(database);
    const records = await recordsOfOps(
      database,
      [...unsent, ...refused, ...discarded].map(({ op }) => op),
    );
    return {
      pending: pendingChanges(unsent, records),
      refused: pendingChanges(refused, records),
      discarded: pendingChanges(discarded, records),
      vanished: (await vanishedRow(database)).entries,
      onlyHere: await countDevicePlans(database),
    };
  }, [database]);
  if (!state || !changes) return <Arriving text={t('common:arriving')} />;
  const { pending, refused, discarded, vanished, onlyHere } = changes;
  const days = daysWaiting(pending[0]?.madeAt, now());
  return (
    <Page title={t('title')}>
      <SyncSentence state={state} />
      {days > 0 && <p>{t('oldest', { count: days })}</p>}
      {onlyHere > 0 && state.type !== 'practice' && state.type !== 'alone' && <p>{t('onlyHere', { count: onlyHere })}</p>}
      <SendNow state={state} />
      <LostList />
      {refused.length + discarded.length > 0 && (
        <Section title={t('refused.title')} aside={refused.length > 0 && refused.length}>
          <Suspense fallback={<Arriving text={t('common:arriving')} />}>
            <RefusedList changes={refused} discarded={discarded} />
          </Suspense>
        </Section>
      )}
      {vanished.length > 0 && (
        <Section title={t('vanished.title')}>
          <p>{t('vanished.text')}</p>
          <Suspense fallback={<Arriving text={t('common:arriving')} />}>
            <VanishedList entries={vanished} />
          </Suspense>
        </Section>
      )}
      {state.type !== 'practice' && state.type !== 'alone' && (
        <Section title={t('pending.title')} aside={pending.length > 0 && pending.length}>
          <PendingList changes={pending} />
        </Section>
      )}
      <Section title={t('facts.title')}>
        <SyncFactsList />
      </Section>
      <Section title={t('file.title')}>
        <p>{t('file.text')}</p>
        <SaveFileButton saveFile={saveFile} />
      </Section>
    </Page>
  );
}
