import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asOneLine } from '#domain/one-line.ts';
import { roleKeys } from '#features/role-texts.ts';
import { useFormats } from '#i18n/formats.ts';
import type { Invitation } from '#protocol/invitation.ts';
import { Button } from '#ui/button.tsx';
import { DefinitionList } from '#ui/definition.tsx';
import { TextField } from '#ui/field.tsx';
import { Notice } from '#ui/notice.tsx';
import css from './join-page.module.css';
import { type DeviceType, guessDeviceType, type JoinError, joinErrorKey } from './join-view.ts';

type Props = {
  readonly invitation: Invitation;
  readonly error: JoinError | undefined;
  readonly joining: boolean;
  readonly onJoin: (deviceName: string) => void;
  readonly onOtherCode: () => void;
};

const deviceKeys = {
  phone: 'join:device.phone',
  tablet: 'join:device.tablet',
  computer: 'join:device.computer',
} as const satisfies Record<DeviceType, string>;

/** What the invitation offers, and the one button that redeems it. */
export function Offer({ invitation, error, joining, onJoin, onOtherCode }: Props) {
  const { t } = useTranslation(['join', 'errors']);
  const [name, setName] = useState(() => t(deviceKeys[guessDeviceType(navigator.userAgent)]));
  const [nameMissing, setNameMissing] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <form
      className={css.step}
      onSubmit={(event) => {
        event.preventDefault();
        const written = asOneLine(name);
        setNameMissing(written === '');
        if (!joining && written !== '') onJoin(written);
      }}
    >
      <h2 ref={heading} tabIndex={-1} className={css.heading}>
        {t('offer.title')}
      </h2>
      <Facts invitation={invitation} />
      <div className={css.field}>
        <TextField
          label={t('offer.deviceName')}
          hint={t('offer.deviceNameHint')}
          error={nameMissing && t('offer.deviceNameMissing')}
          value={name}
          maxLength={120}
          readOnly={joining}
          onChange={(text) => {
            setName(text);
            setNameMissing(false);
          }}
        />
      </div>
      {error && (
        <Notice tone="problem" announce title={t('error.title')}>
          {t(joinErrorKey(error))}
        </Notice>
      )}
      <div className={css.next}>
        <Button type="submit" variant="primary" block aria-disabled={joining}>
          {joining ? t('offer.joining') : t('offer.join')}
        </Button>
        {!joining && (
          <Button variant="plain-text" block onClick={onOtherCode}>
            {t('offer.otherCode')}
          </Button>
        )}
      </div>
      <p className={css.quiet} role="status">
        {joining ? t('offer.joining') : t('offer.keepsEverything')}
      </p>
    </form>
  );
}

function Facts({ invitation }: { readonly invitation: Invitation }) {
  const { t } = useTranslation(['join', 'common']);
  const formats = useFormats();
  const { round, town, role, position, groups, expiresAt } = invitation;
  const roleWord = t(`common:${roleKeys[role]}`);
  const none = role === 'coordinator' ? t('offer.allGroups') : '–';
  return (
    <DefinitionList
      items={[
        { label: t('offer.round'), value: round.name || t('offer.unnamedRound') },
        { label: t('offer.town'), value: town?.name ?? t('offer.wholeRound') },
        { label: t('offer.role'), value: roleWord },
        ...(position && position !== roleWord ? [{ label: t('offer.position'), value: position }] : []),
        { label: t('offer.groups'), value: groups.length > 0 ? groups.map((group) => <div key={group}>{group}</div>) : none },
        { label: t('offer.expires'), value: formats.instant(expiresAt) },
      ]}
    />
  );
}
