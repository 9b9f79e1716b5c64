// Which screen stands at which address. Today comes with the first download; the others follow when they are asked for.

import { type ComponentType, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { matchPath, Navigate, Route, Routes, useParams } from 'react-router';
import { paths } from '#features/paths.ts';
import type { Mode } from '#features/services.ts';
import { TodayPage } from '#features/today/today-page.tsx';
import { Arriving } from '#ui/arriving.tsx';

const WelcomePage = lazy(async () => ({ default: (await import('#features/join/welcome-page.tsx')).WelcomePage }));
const JoinPage = lazy(async () => ({ default: (await import('#features/join/join-page.tsx')).JoinPage }));
const plansPage = early(async () => (await import('#features/plans/plans-page.tsx')).PlansPage);
const planPage = early(async () => (await import('#features/plans/plan-page.tsx')).PlanPage);
const planNotes = early(async () => (await import('#features/notes/plan-notes.tsx')).PlanNotes);
const SessionsPage = lazy(async () => ({ default: (await import('#features/sessions/sessions-page.tsx')).SessionsPage }));
const MorePage = lazy(async () => ({ default: (await import('#features/more/more-page.tsx')).MorePage }));
const RoundPage = lazy(async () => ({ default: (await import('#features/more/round-page.tsx')).RoundPage }));
const PersonPage = lazy(async () => ({ default: (await import('#features/person/person-page.tsx')).PersonPage }));
const InvitePage = lazy(async () => ({ default: (await import('#features/inviting/invite-page.tsx')).InvitePage }));
const InvitationsPage = lazy(async () => ({
  default: (await import('#features/inviting/invitations-page.tsx')).InvitationsPage,
}));
const LeavePage = lazy(async () => ({ default: (await import('#features/settings/leave-page.tsx')).LeavePage }));
const WaitingChanges = lazy(async () => ({
  default: (await import('#features/sync-status/waiting-changes.tsx')).WaitingChanges,
}));
const HelpPage = lazy(async () => ({ default: (await import('#features/more/help-page.tsx')).HelpPage }));
const SyncPage = lazy(async () => ({ default: (await import('#features/sync-status/sync-page.tsx')).SyncPage }));
const SettingsPage = lazy(async () => ({ default: (await import('#features/settings/settings-page.tsx')).SettingsPage }));

/** Fetches the screens in which people work while the database opens; resolves when those of this address are there. */
export async function loadScreensAt(address: string): Promise<void> {
  const isPlan = matchPath(paths.plan(':planId'), address) !== null;
  const screens = isPlan ? [planPage, planNotes] : address === paths.plans ? [plansPage] : [];
  await Promise.all(screens.map((screen) => screen.load())).catch(() => {}); // the screen asks again, and says what is wrong
}

type EarlyScreen<Props> = {
  readonly loaded: () => ComponentType<Props> | undefined;
  readonly later: ComponentType<Props>;
  readonly load: () => Promise<void>;
};

function early<Props extends object>(load: () => Promise<ComponentType<Props>>): EarlyScreen<Props> {
  let loaded: ComponentType<Props> | undefined;
  return {
    loaded: () => loaded,
    later: lazy(async () => ({ default: await load() })) as ComponentType<Props>,
    load: async () => {
      loaded = await load();
    },
  };
}

/** Draws a screen at once when it was loaded before: React holds back for 300 ms what takes the place of a fallback. */
function Early<Props extends object>({ screen, props }: { readonly screen: EarlyScreen<Props>; readonly props: Props }) {
  const [Shown] = useState(() => screen.loaded() ?? screen.later); // the same one as long as it stands there
  return <Shown {...props} />;
}

export function AppRoutes({ mode }: { readonly mode: Mode | undefined }) {
  const { t } = useTranslation();
  const start = mode === undefined ? paths.welcome : paths.today;
  const started = (page: React.ReactNode) => (mode === undefined ? <Navigate to={paths.welcome} replace /> : page);
  return (
    <Suspense fallback={<Arriving text={t('arriving')} />}>
      <Routes>
        <Route path={paths.welcome} element={<WelcomePage />} />
        <Route path={paths.join} element={<JoinPage />} />
        <Route path={paths.today} element={started(<TodayPage />)} />
        <Route path={paths.plans} element={started(<Early screen={plansPage} props={{}} />)} />
        <Route path={paths.plan(':planId')} element={started(<PlanAtAddress />)} />
        <Route path={paths.sessions} element={started(<SessionsPage />)} />
        <Route path={paths.more} element={started(<MorePage />)} />
        <Route path={paths.round} element={started(<RoundPage />)} />
        <Route path={paths.person(':personId')} element={started(<PersonAtAddress />)} />
        <Route path={paths.invitations} element={started(<InvitationsPage />)} />
        <Route path={paths.invite} element={started(<InvitePage />)} />
        <Route path={paths.leave} element={started(<LeavePage waiting={<WaitingChanges />} />)} />
        <Route path={paths.help} element={<HelpPage />} />
        <Route path={paths.sync} element={started(<SyncPage />)} />
        <Route path={paths.settings} element={started(<SettingsPage />)} />
        <Route path="*" element={<Navigate to={start} replace />} />
      </Routes>
    </Suspense>
  );
}

function PersonAtAddress() {
  const { personId = '' } = useParams();
  return <PersonPage key={personId} personId={personId} />;
}

function PlanAtAddress() {
  const { planId = '' } = useParams();
  const children = <Early screen={planNotes} props={{ planId }} />;
  return <Early key={planId} screen={planPage} props={{ planId, children }} />;
}
