import { ArrowLeft, Copy, Printer, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#ui/button.tsx';
import { CheckboxRow } from '#ui/checkbox-row.tsx';
import { ListDetail } from '#ui/list-detail.tsx';
import { List, ListRow } from '#ui/list-row.tsx';
import { Menu } from '#ui/menu.tsx';
import { backClass, Page, Section } from '#ui/page.tsx';
import { ProgressRing } from '#ui/progress-ring.tsx';
import { StatusBadge, StatusShape } from '#ui/status-badge.tsx';
import { ToastRegion } from '#ui/toast.tsx';

const es = {
  plans: 'Planes',
  theme: 'Servicios públicos · Chapa de Mota',
  title: 'Recolección de residuos en las comunidades',
  items: [
    ['Levantar el padrón de rutas y horarios con los delegados', 'Rosa Martínez · 3 jul 2025, 10:42'],
    ['Cotizar dos contenedores para el mercado', 'Luis Hernández · 8 jul 2025'],
    ['Publicar el nuevo horario en la gaceta y en los tableros de las quince delegaciones', ''],
    ['Capacitar a las cuadrillas', ''],
  ],
  rows: [
    ['Recolección de residuos en las comunidades', '7 acciones · hasta el 30 sep 2025', 'under-way', 'En proceso'],
    ['Alumbrado de la calle del mercado', '4 acciones · hasta el 15 ago 2025', 'behind', 'Rezago'],
    ['Recaudación del impuesto predial', '9 acciones · hasta el 31 oct 2025', 'on-target', 'Óptimo'],
    ['Policía de proximidad', 'Indicador por definir', 'no-information', 'Información no disponible'],
  ],
  section: 'Por verificar',
  actions: 'Acciones',
  do: 'Agregar un punto',
  progress: 'Avance del plan',
  undo: 'Deshacer',
  deleted: 'Punto borrado.',
  print: 'Imprimir',
};
const de: typeof es = {
  plans: 'Maßnahmenpläne',
  theme: 'Öffentliche Dienstleistungen · San Martín de las Pirámides',
  title: 'Abfallwirtschaftskonzept für die Außenortschaften',
  items: [
    [
      'Abfuhrbezirke und Abholzeiten gemeinsam mit den Ortsvorsteherinnen und Ortsvorstehern erfassen',
      'Rosa Martínez Hernández · 3. Juli 2025, 10:42 Uhr',
    ],
    ['Vergabeunterlagen für Abfallsammelbehälter am Marktplatz', 'Luis Hernández · 8. Juli 2025'],
    ['Geschwindigkeitsüberwachungsmaßnahmen bekannt geben', ''],
    ['Mitarbeiterinnen und Mitarbeiter schulen', ''],
  ],
  rows: [
    ['Abfallwirtschaftskonzept für die Außenortschaften', '7 Maßnahmen · bis 30. September 2025', 'under-way', 'In Arbeit'],
    ['Straßenbeleuchtungserneuerung Marktstraße', '4 Maßnahmen · bis 15. August 2025', 'behind', 'Im Rückstand'],
    ['Grundsteuererhebung', '9 Maßnahmen · bis 31. Oktober 2025', 'on-target', 'Im Ziel'],
    ['Bürgernahe Polizei', 'Indikator noch festzulegen', 'no-information', 'Keine Angabe'],
  ],
  section: 'Prüfpunkte',
  actions: 'Maßnahmen',
  do: 'Prüfpunkt hinzufügen',
  progress: 'Fortschritt des Plans',
  undo: 'Rückgängig machen',
  deleted: 'Der Prüfpunkt wurde gelöscht.',
  print: 'Drucken',
};

export function PlanGallery({ german }: { german: boolean }) {
  const t = german ? de : es;
  const [ticked, setTicked] = useState<readonly number[]>([0, 1]);
  const [toast, setToast] = useState(new URLSearchParams(location.search).has('toast'));
  const listOnly = new URLSearchParams(location.search).has('list');
  const menu = (about: string) => (
    <Menu
      label={about}
      items={[
        { label: t.print, icon: <Printer aria-hidden />, onSelect: () => {} },
        { label: 'Duplicar', icon: <Copy aria-hidden />, onSelect: () => {} },
        { label: 'Borrar', icon: <Trash2 aria-hidden />, danger: true, onSelect: () => setToast(true) },
      ]}
    />
  );
  return (
    <>
      <ListDetail
        showing={listOnly ? 'list' : 'detail'}
        list={
          <Page title={t.plans} level={listOnly ? 1 : 2}>
            <List label={t.plans}>
              {t.rows.map(([title, secondary, status, word], index) => (
                <ListRow
                  key={title}
                  title={title}
                  secondary={`${word} · ${secondary}`}
                  leading={<StatusShape status={status as 'behind'} />}
                  renderLink={(className, content) => (
                    <a href="#plan" className={className} aria-current={index === 0 ? 'true' : undefined}>
                      {content}
                    </a>
                  )}
                />
              ))}
            </List>
          </Page>
        }
        detail={
          <Page
            title={t.title}
            kicker={t.theme}
            back={
              <a href="#plan" className={backClass()}>
                <ArrowLeft aria-hidden /> {t.plans}
              </a>
            }
            aside={<ProgressRing percent={42} label={t.progress} />}
            actions={
              <>
                <Button variant="primary">{t.do}</Button>
                {menu(t.title)}
              </>
            }
          >
            <Section title={t.section} aside="2 / 4">
              <List>
                {t.items.map(([label, who], index) => (
                  <li key={label}>
                    <CheckboxRow
                      label={label}
                      secondary={who}
                      checked={ticked.includes(index)}
                      onChange={(on) => setTicked(on ? [...ticked, index] : ticked.filter((other) => other !== index))}
                      actions={menu(`Más: ${label}`)}
                    />
                  </li>
                ))}
              </List>
            </Section>
            <Section title={t.actions}>
              <List>
                {t.rows.map(([title, secondary, status, word]) => (
                  <ListRow
                    key={title}
                    title={title}
                    secondary={secondary}
                    trailing={<StatusBadge status={status as 'behind'} label={word ?? ''} />}
                    renderLink={(className, content) => (
                      <a href="#plan" className={className}>
                        {content}
                      </a>
                    )}
                  />
                ))}
              </List>
            </Section>
          </Page>
        }
      />
      <ToastRegion toast={toast ? { message: t.deleted, actionLabel: t.undo, onAction: () => setToast(false) } : undefined} />
    </>
  );
}
