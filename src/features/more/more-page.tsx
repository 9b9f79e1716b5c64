// Everything that has no tab of its own.

import { CircleHelp, Landmark, RefreshCw, Settings, TicketCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from '#features/link.tsx';
import { paths } from '#features/paths.ts';
import { useServices } from '#features/services.ts';
import { List, ListRow } from '#ui/list-row.tsx';
import { Page } from '#ui/page.tsx';

export function MorePage() {
  const { t } = useTranslation('more');
  const { account, mode } = useServices();
  const mayJoin = account === null && mode === 'real';
  const places = [
    ...(mayJoin ? [{ to: paths.join, icon: <TicketCheck aria-hidden />, title: t('join.title'), text: t('join.text') }] : []),
    { to: paths.round, icon: <Landmark aria-hidden />, title: t('round.title'), text: t('round.text') },
    { to: paths.sync, icon: <RefreshCw aria-hidden />, title: t('sync.title'), text: t('sync.text') },
    { to: paths.settings, icon: <Settings aria-hidden />, title: t('settings.title'), text: t('settings.text') },
    { to: paths.help, icon: <CircleHelp aria-hidden />, title: t('help.title'), text: t('help.text') },
  ];
  return (
    <Page title={t('title')}>
      <List>
        {places.map(({ to, icon, title, text }) => (
          <ListRow
            key={to}
            leading={icon}
            title={title}
            secondary={text}
            renderLink={(className, content) => (
              <Link to={to} className={className}>
                {content}
              </Link>
            )}
          />
        ))}
      </List>
    </Page>
  );
}
