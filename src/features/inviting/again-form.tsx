// One more device for somebody who takes part already: a new phone in the place of a lost one, or a PC beside it.

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InvitationWish } from '#protocol/inviting.ts';
import { LifeField, Submit } from './form-parts.tsx';
import css from './inviting.module.css';
import type { Asking } from './use-asking.ts';

type Props = {
  readonly name: string;
  readonly person: string;
  readonly isSelf: boolean;
  readonly asking: Asking;
  readonly onMake: (wish: InvitationWish, forWhom: string) => Promise<boolean>;
};

export function AgainForm({ name, person, isSelf, asking, onMake }: Props) {
  const { t } = useTranslation('inviting');
  const [lifeDays, setLifeDays] = useState('1');
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        void onMake({ whom: { type: 'again', person }, uses: 1, lifeDays: Number(lifeDays) }, name);
      }}
    >
      <p>{isSelf ? t('invite.againSelf') : t('invite.againText', { name })}</p>
      <p className={css.quiet}>{t('invite.againSecret')}</p>
      <LifeField value={lifeDays} onChange={setLifeDays} />
      <Submit asking={asking} label={t('invite.make')} />
    </form>
  );
}
