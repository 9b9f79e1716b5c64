import { useTranslation } from 'react-i18next';
import { fieldVersions, ownNode } from '#data/history-queries.ts';
import type { RoundFacts } from '#data/round-queries.ts';
import { useLive } from '#data/use-live.ts';
import { keepVersion } from '#domain/commands/resolve-conflict.ts';
import type { Json } from '#domain/json.ts';
import type { RecordHead } from '#domain/kinds/define-kind.ts';
import type { Line } from '#domain/kinds/line.ts';
import { decide } from '#domain/permissions.ts';
import { useAuthorText } from '#features/author-text.ts';
import { useServices } from '#features/services.ts';
import { useFormats } from '#i18n/formats.ts';
import { Button } from '#ui/button.tsx';
import { Notice } from '#ui/notice.tsx';
import css from './conflict-notice.module.css';
import { type Version, versionsOf } from './conflict-view.ts';
import { shownConflicts } from './plan-view.ts';
import { useFieldName, useValueText } from './value-text.ts';

type ConflictsProps = {
  readonly record: RecordHead;
  readonly facts: RoundFacts;
  readonly lines: readonly Line[];
  /** Where the focus goes once a version is kept. */
  readonly onDecided: () => void;
};

/** One slip per field about which people disagree. */
export function Conflicts(props: ConflictsProps) {
  return shownConflicts(props.record).map((field) => <FieldConflict key={field} field={field} {...props} />);
}

function FieldConflict({ record, field, facts, lines, onDecided }: ConflictsProps & { readonly field: string }) {
  const { t } = useTranslation('plans');
  const { database, actor, save, announce } = useServices();
  const fieldName = useFieldName();
  const valueText = useValueText(facts, lines);
  const found = useLive(
    async () => ({ heads: await fieldVersions(database, record, field), own: await ownNode(database) }),
    [database, record.space, record.kind, record.id, field],
  );
  const versions = versionsOf(found?.heads ?? [], facts, found?.own, actor);
  if (versions.length < 2) return null;
  const mayDecide = decide(actor, { ...record, type: 'set', field }).allowed;
  const name = fieldName(record.kind, field);
  const keep = async (value: Json) => {
    const shown = versions.map((version) => version.value);
    if (!(await save(keepVersion(record, field, value, shown)))) return;
    announce({ text: t('conflict.decided', { field: name, value: valueText(record.kind, field, value) }) });
    onDecided();
  };
  return (
    <Notice tone="warning" title={t('conflict.title', { field: name })}>
      <p>{mayDecide ? t('conflict.ask') : t('conflict.othersDecide')}</p>
      <ul className={css.versions}>
        {versions.map((version) => (
          <li key={version.key} className={css.version}>
            <p className={css.value}>{valueText(record.kind, field, version.value)}</p>
            <Writers version={version} />
            {mayDecide && (
              <Button
                aria-label={t('conflict.keepThis', { value: valueText(record.kind, field, version.value) })}
                onClick={() => void keep(version.value)}
              >
                {t('conflict.keep')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Writers({ version }: { readonly version: Version }) {
  const { t } = useTranslation('plans');
  const formats = useFormats();
  const authorText = useAuthorText();
  return version.writers.map(({ author, at }) => (
    <p key={at} className={css.writer}>
      {author.type === 'self'
        ? t('conflict.youWrote', { when: formats.instant(at) })
        : t('conflict.wrote', { who: authorText(author), when: formats.instant(at) })}
    </p>
  ));
}
