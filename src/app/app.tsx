// The page put together: texts, database, services, addresses, and the frame around every screen.

import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BrowserRouter } from 'react-router';
import type { DataPorts } from '#data/device-row.ts';
import { InstallProvider } from '#features/install.ts';
import { type Announcement, type Mode, ServicesProvider } from '#features/services.ts';
import { CrashPage } from '#features/settings/crash-page.tsx';
import { currentLanguage } from '#i18n/start.ts';
import { Arriving } from '#ui/arriving.tsx';
import { CrashBoundary } from './crash-boundary.tsx';
import { Frame } from './frame.tsx';
import { useInstallOffer } from './install.ts';
import { isMissingPart } from './missing-parts.ts';
import { usePageChange } from './page-change.ts';
import { AppRoutes } from './routes.tsx';
import { saveFile } from './save-file.ts';
import { useAppServices } from './use-services.tsx';
import { useUpdateOffer } from './use-update.ts';
import { showManifestIn } from './web-manifest.ts';

export type AppProps = { readonly ports: DataPorts; readonly mode: Mode | undefined };

export function App(props: AppProps) {
  const reload = () => location.reload();
  const save = () => saveFile(props.ports.database, props.ports.now());
  return (
    <CrashBoundary
      fallback={(error) => <CrashPage error={error} isMissingPart={isMissingPart(error)} saveFile={save} reload={reload} />}
    >
      <BrowserRouter>
        <Screens {...props} />
      </BrowserRouter>
    </CrashBoundary>
  );
}

function Screens({ ports, mode }: AppProps) {
  const { t, i18n } = useTranslation();
  const [announcement, setAnnouncement] = useState<Announcement>();
  const announce = useCallback((next: Announcement) => setAnnouncement({ ...next }), []);
  const [hasSaved, setHasSaved] = useState(false);
  const onSave = useCallback(() => setHasSaved(true), []);
  const services = useAppServices(ports, mode ?? 'real', announce, onSave);
  const install = useInstallOffer();
  const update = useUpdateOffer();
  const language = currentLanguage(i18n);
  useEffect(() => showManifestIn(language), [language]);
  usePageChange();
  if (!services) return <Arriving text={t('arriving')} />;
  return (
    <ServicesProvider value={services}>
      <InstallProvider value={install}>
        <Frame
          mode={mode}
          update={update}
          offersInstall={hasSaved}
          announcement={announcement}
          dismiss={() => setAnnouncement(undefined)}
        >
          <AppRoutes mode={mode} />
        </Frame>
      </InstallProvider>
    </ServicesProvider>
  );
}
