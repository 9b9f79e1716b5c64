// The codes of an invitation that was just made: to be shared, photographed or dictated, now or never.

import { Copy, Share2 } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from '#features/link.tsx';
import { paths } from '#features/paths.ts';
import { useFormats } from '#i18n/formats.ts';
import type { MadeInvitation } from '#protocol/inviting.ts';
import { Button, ButtonRow, buttonClass } from '#ui/button.tsx';
import { Notice } from '#ui/notice.tsx';
import css from './inviting.module.css';

const QrCode = lazy(async () => ({ default: (await import('./qr-code.tsx')).QrCode }));

type Props = {
  readonly codes: MadeInvitation;
  /** For whom it is, in words. */
  readonly forWhom: string;
  readonly onAnother: () => void;
};

export function MadeCodes({ codes: { link, typed, uses, expiresAt }, forWhom, onAnother }: Props) {
  const { t } = useTranslation('inviting');
  const until = useFormats().instant(expiresAt);
  const address = `${location.origin}${paths.join}#${link}`;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className={css.made}>
      <h2 ref={heading} tabIndex={-1}>
        {t('made.title', { forWhom })}
      </h2>
      <p>{t('made.opens', { count: uses, until })}</p>
      <Notice tone="warning">{t('made.onlyNow')}</Notice>
      <HandOver address={address} text={t('made.message', { typed, until })} />
      <div className={css.codes}>
        <figure className={css.qr}>
          <Suspense fallback={<div className={css.square} />}>
            <QrCode text={address} label={t('made.qrLabel')} />
          </Suspense>
          <figcaption className={css.quiet}>{t('made.qr')}</figcaption>
        </figure>
        <div className={css.words}>
          <h3>{t('made.typed')}</h3>
          <p className={css.typed} translate="no">
            {typed}
          </p>
          <p className={css.quiet}>{t('made.typedHint', { address: `${location.host}${paths.join}` })}</p>
          <h3>{t('made.link')}</h3>
          <p className={css.link} translate="no">
            {address}
          </p>
        </div>
      </div>
      <ButtonRow>
        <Button onClick={onAnother}>{t('made.another')}</Button>
        <Link to={paths.invitations} className={buttonClass('plain-text')}>
          {t('made.toOpen')}
        </Link>
      </ButtonRow>
    </div>
  );
}

/** The share sheet where there is one, the clipboard everywhere else; where neither works, the link stands there to be marked. */
function HandOver({ address, text }: { readonly address: string; readonly text: string }) {
  const { t } = useTranslation('inviting');
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'failed'>('none');
  const copy = () =>
    navigator.clipboard
      ? navigator.clipboard.writeText(address).then(
          () => setOutcome('copied'),
          () => setOutcome('failed'),
        )
      : setOutcome('failed');
  const share = () => navigator.share({ text, url: address }).catch(giveUp);
  const giveUp = (error: unknown) => (error instanceof DOMException && error.name === 'AbortError' ? undefined : copy());
  const canShare = 'share' in navigator;
  return (
    <div className={css.next}>
      {canShare && (
        <Button variant="primary" block icon={<Share2 aria-hidden />} onClick={share}>
          {t('made.share')}
        </Button>
      )}
      <Button variant={canShare ? 'quiet' : 'primary'} block icon={<Copy aria-hidden />} onClick={copy}>
        {t('made.copy')}
      </Button>
      <p className={css.quiet} role="status">
        {outcome === 'copied' && t('made.copied')}
        {outcome === 'failed' && t('made.copyByHand')}
      </p>
    </div>
  );
}
