// What leaving would take along: every change that is not sent, by name, and the button that sends it now.

import { useTranslation } from 'react-i18next';
import { listUnsent } from '#data/outbox.ts';
import { recordsOfOps } from '#data/refused-queries.ts';
import { useLive } from '#data/use-live.ts';
import { useServices } from '#features/services.ts';
import { Section } from '#ui/page.tsx';
import { PendingList } from './pending-list.tsx';
import { pendingChanges } from './pending-view.ts';
import { SendNow } from './send-now.tsx';
import { useSyncState } from './use-sync-state.ts';

export function WaitingChanges() {
  const { t } = useTranslation('sync');
  const { database } = useServices();
  const state = useSyncState();
  const pending = useLive(async () => {
    const unsent = await listUnsent(database);
    return pendingChanges(
      unsent,
      await recordsOfOps(
        database,
        unsent.map(({ op }) => op),
      ),
    );
  }, [database]);
  if (!state || !pending || pending.length === 0) return null;
  return (
    <Section title={t('pending.title')} aside={pending.length}>
      <PendingList changes={pending} />
      <SendNow state={state} />
    </Section>
  );
}
