// What stands around every screen: the places, the sync chip, help, messages. The first start stands alone.

import { CalendarDays, CircleHelp, ClipboardList, Ellipsis, Sun } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { Link } from '#features/link.tsx';
import { paths } from '#features/paths.ts';
import type { Announcement, Mode } from '#features/services.ts';
import { UpdateNotice } from '#features/settings/update-notice.tsx';
import { SyncChip } from '#features/sync-status/sync-chip.tsx';
import { AppFrame } from '#ui/app-frame.tsx';
import { ToastRegion } from '#ui/toast.tsx';
import { useMessageTime } from './message-time.ts';
import type { UpdateOffer } from './use-update.ts';

const InstallOffer = lazy(async () => ({ default: (await import('#features/settings/install-offer.tsx')).InstallOffer }));

type Props = {
  readonly mode: Mode | undefined;
  readonly update: UpdateOffer;
  /** After something real was saved: the moment at which keeping the app at hand makes sense. */
  readonly offersInstall: boolean;
  readonly announcement: Announcement | undefined;
  readonly dismiss: () => void;
  readonly children: ReactNode;
};

const bareAddresses: readonly string[] = [paths.welcome];

export function Frame({ mode, update, offersInstall, announcement, dismiss, children }: Props) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  useMessageTime(announcement, dismiss);
  const showsInstall = useAtNextAddress(offersInstall, pathname);
  const notice = (
    <>
      <UpdateNotice {...update} />
      {showsInstall && (
        <Suspense>
          <InstallOffer />
        </Suspense>
      )}
    </>
  );
  const toast = <Toast announcement={announcement} dismiss={dismiss} />;
  if (mode === undefined || bareAddresses.includes(pathname)) {
    return (
      <main id="content">
        {notice}
        {children}
        {toast}
      </main>
    );
  }
  const nav = [
    { href: paths.today, label: t('nav.today'), icon: <Sun aria-hidden /> },
    { href: paths.plans, label: t('nav.plans'), icon: <ClipboardList aria-hidden /> },
    { href: paths.sessions, label: t('nav.sessions'), icon: <CalendarDays aria-hidden /> },
    { href: paths.more, label: t('nav.more'), icon: <Ellipsis aria-hidden /> },
  ];
  const current = nav.find(({ href }) => pathname === href || pathname.startsWith(`${href}/`))?.href ?? paths.more;
  return (
    <>
      <AppFrame
        nav={nav}
        navLabel={t('nav.label')}
        skipLabel={t('nav.skip')}
        brand={t('appName')}
        chip={<SyncChip />}
        help={
          <Link to={paths.help} aria-label={t('nav.help')}>
            <CircleHelp aria-hidden />
          </Link>
        }
        notice={notice}
        renderLink={({ href }, className, content) => (
          <Link to={href} className={className} aria-current={href === current ? 'page' : undefined}>
            {content}
          </Link>
        )}
      >
        {children}
      </AppFrame>
      {toast}
    </>
  );
}

/** True from the next address on, so that nothing pushes down what somebody is writing in. */
function useAtNextAddress(wanted: boolean, address: string): boolean {
  const [since, setSince] = useState<string>();
  useEffect(() => {
    if (wanted) setSince((known) => known ?? address);
  }, [wanted, address]);
  return since !== undefined && since !== address;
}

function Toast({ announcement, dismiss }: Pick<Props, 'announcement' | 'dismiss'>) {
  const action = announcement?.action;
  const onAction = () => {
    dismiss();
    action?.run();
  };
  return (
    <ToastRegion toast={announcement && { message: announcement.text, ...(action && { actionLabel: action.label, onAction }) }} />
  );
}
