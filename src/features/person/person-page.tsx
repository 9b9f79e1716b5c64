// Somebody who takes part, and what one may do for them.

import { ChevronLeft } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { roundFacts } from '#data/round-queries.ts';
import { useLive } from '#data/use-live.ts';
import { editPerson, endMemberships } from '#domain/commands/round-commands.ts';
import { DeviceList } from '#features/device-list.tsx';
import { Link } from '#features/link.tsx';
import { paths } from '#features/paths.ts';
import { callPerson } from '#features/people.ts';
import { roleKeys } from '#features/role-texts.ts';
import { useServices } from '#features/services.ts';
import { Arriving } from '#ui/arriving.tsx';
import { Button, buttonClass } from '#ui/button.tsx';
import { DefinitionList } from '#ui/definition.tsx';
import { TequioDrawing } from '#ui/drawings/tequio.tsx';
import { Empty } from '#ui/empty.tsx';
import { backClass, Page, Section } from '#ui/page.tsx';
import { EditPersonDialog, EndDialog } from './person-dialogs.tsx';
import css from './person-page.module.css';
import { type PersonView, personView } from './person-view.ts';

export function PersonPage({ personId }: { readonly personId: string }) {
  const { t } = useTranslation(['person', 'common']);
  const { database, actor } = useServices();
  const facts = useLive(() => roundFacts(database), [database]);
  if (!facts) return <Arriving text={t('common:arriving')} />;
  const view = personView(personId, facts, actor);
  const back = (
    <Link to={paths.round} className={backClass()}>
      <ChevronLeft aria-hidden /> {t('toRound')}
    </Link>
  );
  if (!view) {
    return (
      <Page title={t('title')} back={back}>
        <Empty drawing={<TequioDrawing />} title={t('missing')} text={t('missingText')} />
      </Page>
    );
  }
  return <Shown view={view} back={back} />;
}

function Shown({ view, back }: { readonly view: PersonView; readonly back: React.ReactNode }) {
  const { t } = useTranslation(['person', 'common']);
  const { save, announce } = useServices();
  const [open, setOpen] = useState<'edit' | 'end'>();
  const { person, isSelf, parts, memberships, devices, mayInvite, mayEdit, mayEnd } = view;
  const [first] = parts;
  const name = callPerson(person) || (first ? t(`common:${roleKeys[first.role]}`) : '');

  const edit = async (written: { readonly name: string; readonly position: string }) => {
    setOpen(undefined);
    if (await save(editPerson(person, written, { name: person.name, position: person.position })))
      announce({ text: t('common:saved') });
  };
  const end = async () => {
    setOpen(undefined);
    if (await save(endMemberships(memberships))) announce({ text: t('ended', { name }) });
  };

  return (
    <Page title={name} kicker={isSelf && t('common:people.you')} back={back}>
      {parts.map(({ id, role, town, groups }) => (
        <DefinitionList
          key={id}
          items={[
            { label: t('role'), value: t(`common:${roleKeys[role]}`) },
            ...(town ? [{ label: t('town'), value: town }] : []),
            ...(person.name && person.position ? [{ label: t('position'), value: person.position }] : []),
            ...(groups.length > 0 ? [{ label: t('groups'), value: groups.map((group) => <div key={group}>{group}</div>) }] : []),
          ]}
        />
      ))}
      {mayEdit && (
        <p className={css.action}>
          <Button onClick={() => setOpen('edit')}>{t('edit')}</Button>
        </p>
      )}
      {devices && (
        <Section title={t('devices')}>
          <DeviceList person={person.id} devices={devices} label={t('devices')} none={t('noDevices')} />
        </Section>
      )}
      {mayInvite && (
        <Section title={t('newPhone')}>
          <p>{isSelf ? t('newPhoneSelf') : t('newPhoneText')}</p>
          <p className={css.action}>
            <Link to={paths.inviteAgain(person.id)} className={buttonClass('primary')}>
              {t('newPhoneInvite')}
            </Link>
          </p>
        </Section>
      )}
      {devices && !mayInvite && !isSelf && <p className={css.action}>{t('askCoordinator')}</p>}
      {mayEnd && (
        <Section title={t('end')}>
          <p>{t('endText')}</p>
          <p className={css.action}>
            <Button variant="danger" onClick={() => setOpen('end')}>
              {t('endButton')}
            </Button>
          </p>
        </Section>
      )}
      {open === 'edit' && <EditPersonDialog person={person} onSave={edit} onClose={() => setOpen(undefined)} />}
      {open === 'end' && <EndDialog name={name} onEnd={end} onClose={() => setOpen(undefined)} />}
    </Page>
  );
}
