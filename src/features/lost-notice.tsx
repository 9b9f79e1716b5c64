// Where plans would stand: what its reader may no longer see, and where more about it stands.

import { useTranslation } from 'react-i18next';
import { noteLost } from '#data/lost-space.ts';
import { Button, buttonClass } from '#ui/button.tsx';
import { Notice } from '#ui/notice.tsx';
import { Link } from './link.tsx';
import { useLostPlaces, useLostTitle } from './lost-places.ts';
import { paths } from './paths.ts';
import { useServices } from './services.ts';

/** Stays until it is read; a lost round stays for good, since without it there is nothing else to see. */
export function LostNotice() {
  const { t } = useTranslation('sync');
  const { database } = useServices();
  const title = useLostTitle();
  const places = (useLostPlaces() ?? []).filter(({ noted, type }) => !noted || type === 'round');
  if (places.length === 0) return null;
  const note = () =>
    noteLost(
      database,
      places.map(({ row }) => row),
    );
  return (
    <Notice
      title={places.map((place) => <p key={place.row.space}>{title(place)}</p>)}
      actions={
        <>
          <Link to={paths.sync} className={buttonClass('quiet')}>
            {t('lost.more')}
          </Link>
          {places.every(({ type }) => type !== 'round') && (
            <Button variant="plain-text" onClick={() => void note()}>
              {t('lost.noted')}
            </Button>
          )}
        </>
      }
    >
      {t('lost.ask')}
    </Notice>
  );
}
