import { type ReactNode, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { NewerDatabase } from '#data/database.ts';
import { CrashPage } from '#features/settings/crash-page.tsx';
import { applyTheme } from '#features/settings/theme.ts';
import { loadLaterTexts, startTexts } from '#i18n/start.ts';
import '#ui/tokens.css';
import '#ui/base.css';
import { App } from './app.tsx';
import { openDeviceFor } from './device.ts';
import { keepInstallPrompt } from './install.ts';
import { watchForMissingParts } from './missing-parts.ts';
import { storedMode } from './mode.ts';
import { loadScreensAt } from './routes.tsx';
import { whenIdle } from './when-idle.ts';

const element = document.getElementById('root');
if (!element) throw new Error('index.html has no element with the id "root"');

applyTheme();
keepInstallPrompt();
watchForMissingParts();
const mode = storedMode();
const root = createRoot(element);
const startedTexts = startTexts();
// Whoever has worked here has it all on the device. A first visit whose line is bad has not, and waits no longer than this.
const patienceMs = 1_000;
const arrived = mode && Promise.all([loadScreensAt(location.pathname), startedTexts.then(loadLaterTexts)]);
const ready = arrived && Promise.race([arrived, new Promise((resolve) => setTimeout(resolve, patienceMs))]);
const otherVersions = () => import('./other-versions.tsx');
let isOpening = true;

try {
  const ports = await openDeviceFor(mode ?? 'real', {
    onDeleted: () => location.replace('/welcome'),
    onNewer: async () => (await otherVersions()).giveWay(show),
    onBlocked: async () => (await otherVersions()).waitForOlder(show, () => isOpening),
  });
  isOpening = false;
  await ready;
  await show(<App ports={ports} mode={mode} />);
  whenIdle(() => void otherVersions().catch((error: unknown) => console.warn('not loaded yet', error)));
} catch (error) {
  isOpening = false;
  if (error instanceof NewerDatabase) await (await otherVersions()).showOlder(show);
  else await show(<CrashPage error={error} reload={() => location.reload()} />);
}

async function show(page: ReactNode): Promise<void> {
  const texts = await startedTexts;
  root.render(
    <StrictMode>
      <I18nextProvider i18n={texts}>
        <Suspense>{page}</Suspense>
      </I18nextProvider>
    </StrictMode>,
  );
}
