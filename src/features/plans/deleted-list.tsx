import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type DeletedRow, deletedInPlan } from '#data/deleted-queries.ts';
import { useLive } from '#data/use-live.ts';
import { restoreRecord } from '#domain/commands/plan-commands.ts';
import type { Plan } from '#domain/kinds/plan.ts';
import { decide } from '#domain/permissions.ts';
import { useFocusLater } from '#features/focus-later.ts';
import { useServices } from '#features/services.ts';
import { useFormats } from '#i18n/formats.ts';
import { Button } from '#ui/button.tsx';
import { List, ListRow } from '#ui/list-row.tsx';
import css from './deleted-list.module.css';

const kindKeys = {
  line: 'deleted.kind.line',
  action: 'deleted.kind.action',
  item: 'deleted.kind.item',
  note: 'deleted.kind.note',
} as const;

const untitledKeys = { line: 'untitled.line', action: 'untitled.action', item: 'untitled.item' } as const;

/** What was deleted from a plan, by whomever: it stays within reach after the undo message is gone. */
export function DeletedList({ plan }: { readonly plan: Plan }) {
  const { t } = useTranslation(['plans', 'common']);
  const { actor, database, save, announce } = useServices();
  const texts = useRowTexts();
  const focusLater = useFocusLater();
  const frame = useRef<HTMLDetailsElement>(null);
  const rows = useLive(() => deletedInPlan(database, plan.id), [database, plan.id]);
  if (!rows || rows.length === 0) return null;

  const restore = async ({ record }: DeletedRow, title: string) => {
    const position = rows.findIndex((row) => row.record.id === record.id);
    const next = (rows[position + 1] ?? rows[position - 1])?.record.id;
    if (!(await save(restoreRecord(record)))) return;
    announce({ text: t('deleted.restored', { title }) });
    focusLater(() => {
      if (buttonFor(record.id)) return undefined; // still listed
      return (next && buttonFor(next)) || frame.current?.querySelector('summary') || document.querySelector<HTMLElement>('h1');
    });
  };
  return (
    <details ref={frame} className={css.deleted}>
      <summary>{t('deleted.count', { count: rows.length })}</summary>
      <List label={t('deleted.list')}>
        {rows.map((row) => {
          const { kind, title, secondary } = texts(row);
          const mayRestore = !row.under && decide(actor, { ...row.record, type: 'restore' }).allowed;
          return (
            <ListRow
              key={row.record.id}
              title={title}
              secondary={secondary ? `${kind} · ${secondary}` : kind}
              trailing={
                mayRestore && (
                  <Button
                    id={buttonId(row.record.id)}
                    aria-label={t('deleted.restore', { title })}
                    onClick={() => void restore(row, title)}
                  >
                    {t('common:actions.restore')}
                  </Button>
                )
              }
            />
          );
        })}
      </List>
    </details>
  );
}

function useRowTexts(): (row: DeletedRow) => { readonly kind: string; readonly title: string; readonly secondary?: string } {
  const { t } = useTranslation('plans');
  const { instant } = useFormats();
  return ({ record, title, under }) => {
    const kind = t(kindKeys[record.kind as keyof typeof kindKeys]);
    if ('begun' in record) {
      return { kind: '', title: record.begun ? `${kind}, ${instant(record.begun.at)}` : kind }; // its button names it too
    }
    const shownTitle = title || t(untitledKeys[record.kind as keyof typeof untitledKeys]);
    if (!under) return { kind, title: shownTitle };
    const parent = under.title || t(untitledKeys[under.kind as keyof typeof untitledKeys]);
    return { kind, title: shownTitle, secondary: t('deleted.parentFirst', { title: parent }) };
  };
}

function buttonId(id: string): string {
  return `restore-${id}`;
}

function buttonFor(id: string): HTMLElement | null {
  return document.getElementById(buttonId(id));
}
