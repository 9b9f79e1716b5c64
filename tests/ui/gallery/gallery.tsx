// Every component on paper, with the longest words. Pages: #plan #fields #empty #welcome #dialog #states; add ?theme=dark or ?lang=de.
import '#ui/tokens.css';
import '#ui/base.css';
import { CalendarDays, Check, CircleHelp, ClipboardList, CloudOff, Handshake, Menu as MoreIcon, Sun, Upload } from 'lucide-react';
import { createRoot } from 'react-dom/client';
import { AppFrame } from '#ui/app-frame.tsx';
import { iconButtonClass } from '#ui/button.tsx';
import { ChipContent, type ChipTone, chipClass } from '#ui/chip.tsx';
import { EmptyGallery } from './empty-gallery.tsx';
import { FieldsGallery } from './fields-gallery.tsx';
import { PlanGallery } from './plan-gallery.tsx';
import { StatesGallery } from './states-gallery.tsx';

const query = new URLSearchParams(location.search);
const german = query.get('lang') === 'de';
document.documentElement.lang = german ? 'de' : 'es';
if (query.has('theme')) document.documentElement.dataset.theme = query.get('theme') ?? '';
const at = location.hash || '#plan';

const nav = german
  ? ['Heute', 'Pläne', 'Sitzungen', 'Gute Praktiken', 'Mehr']
  : ['Hoy', 'Planes', 'Sesiones', 'Prácticas', 'Más'];
const pages = ['#states', '#plan', '#fields', '#empty', '#welcome'];
const navIcons = [
  <Sun key="t" />,
  <ClipboardList key="p" />,
  <CalendarDays key="s" />,
  <Handshake key="g" />,
  <MoreIcon key="m" />,
];
const chips: Record<ChipTone, readonly [string, React.ReactNode]> = {
  calm: [german ? 'Alles gesendet 10:42' : 'Todo enviado 10:42', <Check key="c" aria-hidden />],
  waiting: [german ? '3 Änderungen auf diesem Handy' : '3 cambios en este celular', <CloudOff key="w" aria-hidden />],
  problem: [german ? '1 Änderung abgelehnt' : '1 cambio rechazado', <Upload key="p" aria-hidden />],
};
const tone: ChipTone = at === '#fields' ? 'calm' : at === '#states' ? 'problem' : 'waiting';

const shown =
  { '#plan': PlanGallery, '#fields': FieldsGallery, '#empty': EmptyGallery, '#states': StatesGallery }[at] ?? EmptyGallery;
const Shown = shown;

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <AppFrame
      brand="Tequio"
      nav={nav.map((label, index) => ({ label, href: pages[index] ?? '#', icon: navIcons[index] }))}
      navLabel={german ? 'Hauptbereiche' : 'Secciones'}
      skipLabel={german ? 'Zum Inhalt springen' : 'Ir al contenido'}
      renderLink={(item, className, content) => (
        <a href={item.href} className={className} aria-current={item.href === at ? 'page' : undefined}>
          {content}
        </a>
      )}
      help={
        <a href="#help" className={iconButtonClass()} aria-label={german ? 'Hilfe' : 'Ayuda'}>
          <CircleHelp aria-hidden />
        </a>
      }
      chip={
        <a href="#sync" className={chipClass(tone)}>
          <ChipContent icon={chips[tone][1]} label={chips[tone][0]} />
        </a>
      }
    >
      <Shown german={german} at={at} />
    </AppFrame>,
  );
window.addEventListener('hashchange', () => location.reload());
