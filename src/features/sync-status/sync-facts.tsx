// The facts behind the sentence: receipts, the last try, the storage, and what is still on its way.

import { useTranslation } from 'react-i18next';
import { syncRow } from '#data/line.ts';
import { listSpaces, type RoundFacts, roundFacts } from '#data/round-queries.ts';
import type { SpaceRow, SyncRow } from '#data/rows.ts';
import { useLive } from '#data/use-live.ts';
import { spaceKind, spaceOwner } from '#domain/ids.ts';
import { useServices } from '#features/services.ts';
import { lineKey } from '#i18n/error-texts.ts';
import { useFormats } from '#i18n/formats.ts';
import { Button } from '#ui/button.tsx';
import { type Definition, DefinitionList } from '#ui/definition.tsx';
import css from './sync-page.module.css';
import { roundSize, useStorage } from './use-storage.ts';

export function SyncFactsList() {
  const { t } = useTranslation(['sync', 'errors']);
  const formats = useFormats();
  const { database, account, mode } = useServices();
  const read = useLive(
    async () => ({ row: await syncRow(database), spaces: await listSpaces(database), facts: await roundFacts(database) }),
    [database],
  );
  const stored = useStorageFacts();
  if (!read) return null;
  const joined = account !== null && mode === 'real';
  const arriving = namesOfArriving(read.spaces, read.facts);
  const line: readonly Definition[] = [
    { label: t('facts.receipt'), value: instantOr(read.row.lastSyncedAt, t('facts.noReceipt')) },
    { label: t('facts.lastTry'), value: lastTry(read.row) },
    { label: t('facts.arriving'), value: arriving.length > 0 ? arriving.join(', ') : t('facts.allArrived') },
  ];
  return <DefinitionList items={[...(joined ? line : []), ...stored]} />;

  function instantOr(at: number, otherwise: string) {
    return at > 0 ? formats.instant(at) : otherwise;
  }

  function lastTry({ lastTriedAt, outcome }: SyncRow) {
    if (lastTriedAt === 0) return t('facts.neverTried');
    const came = outcome === 'synced' ? t('facts.succeeded') : t(`errors:${lineKey(outcome)}`);
    return t('facts.tried', { when: formats.instant(lastTriedAt), outcome: came });
  }

  function namesOfArriving(spaces: readonly SpaceRow[], facts: RoundFacts): readonly string[] {
    return spaces.filter(({ arrived, lost }) => !arrived && !lost).map(({ space }) => nameOf(space, facts));
  }

  function nameOf(space: string, { round, groups, towns }: RoundFacts): string {
    const id = spaceOwner(space);
    const kind = spaceKind(space);
    if (kind === 'group') return groups.find((group) => group.id === id)?.name || t('kind.group');
    if (kind === 'town') return towns.find((town) => town.id === id)?.name || t('kind.town');
    return round?.name || t('kind.round');
  }
}

function useStorageFacts(): readonly Definition[] {
  const { t } = useTranslation('sync');
  const formats = useFormats();
  const { storage, protect } = useStorage();
  if (!storage) return [];
  const { persisted, usedBytes, roomBytes } = storage;
  const kept = persisted ? t('facts.persisted') : t('facts.notPersisted');
  const size = (bytes: number) => {
    const { unit, value } = roundSize(bytes);
    return t(unit === 'gigabyte' ? 'facts.gigabytes' : 'facts.megabytes', { value: formats.number(value) });
  };
  return [
    {
      label: t('facts.storage'),
      value:
        persisted === false ? (
          <>
            <p className={css.fact}>{kept}</p>
            <Button onClick={protect}>{t('facts.protect')}</Button>
          </>
        ) : persisted === undefined ? (
          t('facts.unknown')
        ) : (
          kept
        ),
    },
    ...(usedBytes === undefined
      ? []
      : [
          {
            label: t('facts.used'),
            value:
              roomBytes === undefined ? size(usedBytes) : t('facts.usedOf', { used: size(usedBytes), room: size(roomBytes) }),
          },
        ]),
  ];
}
