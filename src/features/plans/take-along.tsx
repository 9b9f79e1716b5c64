// A plan that was begun before joining is only on this device. Once its owner takes part somewhere, it can be taken along:
// the copy goes to the group or the town hall, the original is put aside. A copy that stopped half way is gone on with: what it
// has already is not written again.

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { type PlanContents, planNotes, recordById, recordsOf } from '#data/record-queries.ts';
import { recordsOfOps } from '#data/refused-queries.ts';
import type { RoundFacts } from '#data/round-queries.ts';
import { recordKeyText } from '#data/rows.ts';
import { textUpdates } from '#data/text-queries.ts';
import type { Change } from '#domain/change.ts';
import { copyPlan } from '#domain/commands/copy-plan.ts';
import { addNote, writeNote } from '#domain/commands/note-commands.ts';
import { deleteRecord, restoreRecord } from '#domain/commands/plan-commands.ts';
import { deviceSpace } from '#domain/ids.ts';
import type { Note } from '#domain/kinds/note.ts';
import type { Plan } from '#domain/kinds/plan.ts';
import { keyAtEnd } from '#domain/order.ts';
import { paths } from '#features/paths.ts';
import { type Services, useServices } from '#features/services.ts';
import { useSubmitOnce } from '#features/submit-once.ts';
import { Button } from '#ui/button.tsx';
import { Notice } from '#ui/notice.tsx';
import { type PlanPlace, planPlaces } from './plans-view.ts';

const sentenceKeys = { offered: 'takeAlong.text', running: 'takeAlong.running', stopped: 'takeAlong.stopped' } as const;

type TakeAlongProps = { readonly contents: PlanContents; readonly facts: RoundFacts };

export function TakeAlong({ contents, facts }: TakeAlongProps) {
  const { t } = useTranslation('plans');
  const services = useServices();
  const navigate = useNavigate();
  const once = useSubmitOnce('entries');
  const [state, setState] = useState<'offered' | 'running' | 'stopped'>('offered');
  const { plan } = contents;
  const places = planPlaces(facts, services.actor).filter(({ space }) => space !== deviceSpace);
  if (plan.space !== deviceSpace || places.length === 0) return null;
  const take = async (place: PlanPlace) => {
    setState('running');
    let planId: string | undefined;
    try {
      planId = await takeAlong(contents, place, services);
    } finally {
      setState(planId === undefined ? 'stopped' : 'offered');
    }
    if (planId === undefined) return false;
    services.announce({ text: t('takeAlong.done', { title: plan.title || t('untitled.plan') }) });
    navigate(paths.plan(planId), { replace: true });
    return true;
  };
  return (
    <Notice
      title={t('takeAlong.title')}
      actions={places.map((place) => (
        <Button key={`${place.space}/${place.town}`} disabled={state === 'running'} onClick={() => void once(() => take(place))}>
          {place.seenBy.type === 'group' && t('takeAlong.toGroup', { name: place.seenBy.name })}
          {place.seenBy.type === 'town' && t('takeAlong.toTown', { name: place.seenBy.name })}
        </Button>
      ))}
    >
      <p role="status">{t(sentenceKeys[state])}</p>
    </Notice>
  );
}

/** The id of the copy, or undefined when something was not saved: the original then stays, and so does what came along. */
async function takeAlong(contents: PlanContents, place: PlanPlace, services: Services): Promise<string | undefined> {
  const { database, save, actor } = services;
  const { shortHash } = await import('#domain/hash.ts');
  const { plan } = contents;
  const idFor = (sourceId: string) => shortHash(`${place.space}/${place.town ?? ''}/${sourceId}`);
  const begun = await recordById(database, 'plan', idFor(plan.id));
  if (begun?.deleted && !(await save(restoreRecord(begun)))) return undefined;
  const siblings = (await recordsOf(database, 'plan')).filter(({ space }) => space === place.space);
  const where = { space: place.space, town: place.town, order: begun?.order || keyAtEnd(siblings) };
  const { planId, transactions } = copyPlan(contents, where, { person: actor.person, idFor });
  for (const changes of transactions) {
    const missing = await missingOf(changes, services);
    if (missing.length > 0 && !(await save(missing))) return undefined;
  }
  const target = { ...plan, space: place.space, town: place.town, id: planId };
  for (const note of (await planNotes(database, plan.id))?.notes ?? []) {
    if (!(await takeNoteAlong(note, target, idFor(note.id), services))) return undefined;
  }
  return (await save(deleteRecord(plan))) ? planId : undefined;
}

/** Without what the records of the copy say already. */
async function missingOf(changes: readonly Change[], { database }: Services): Promise<readonly Change[]> {
  const records = await recordsOfOps(
    database,
    changes.map(({ ref }) => ref),
  );
  return changes.filter((change) => {
    const record = records.get(recordKeyText(change.ref));
    return !record || change.type !== 'set' || JSON.stringify(record[change.field] ?? null) !== JSON.stringify(change.value);
  });
}

async function takeNoteAlong(note: Note, target: Plan, id: string, { database, save, actor, now }: Services): Promise<boolean> {
  const { firstUpdate, openText } = await import('#data/text-document.ts');
  const text = openText('body', await textUpdates(database, note, 'body')).read();
  const copy = await recordById(database, 'note', id);
  if (copy) {
    const update = openText('body', await textUpdates(database, copy, 'body')).write(text);
    return update === undefined || save(writeNote(copy, update));
  }
  const author = { person: actor.person, town: target.town, at: note.begun?.at ?? now() };
  return save(addNote(target, id, author, firstUpdate('body', text)));
}
