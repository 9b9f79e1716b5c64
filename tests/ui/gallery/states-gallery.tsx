import { Arriving } from '#ui/arriving.tsx';
import { Button } from '#ui/button.tsx';
import { DefinitionList } from '#ui/definition.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page, Section } from '#ui/page.tsx';
import { ProgressRing } from '#ui/progress-ring.tsx';
import { type Status, StatusBadge } from '#ui/status-badge.tsx';

const words: Record<Status, readonly [string, string]> = {
  overdue: ['Vencida', 'Überfällig'],
  'in-progress': ['En proceso', 'In Bearbeitung'],
  'not-started': ['Sin iniciar', 'Nicht begonnen'],
  done: ['Concluida', 'Abgeschlossen'],
  cancelled: ['Cancelada', 'Entfallen'],
  behind: ['Rezago', 'Im Rückstand'],
  'under-way': ['En proceso', 'In Arbeit'],
  'on-target': ['Óptimo', 'Im Ziel'],
  'not-measurable': ['No medible', 'Nicht messbar'],
  'no-information': ['Información no disponible', 'Keine Angabe'],
};

export function StatesGallery({ german }: { german: boolean }) {
  return (
    <Page title={german ? 'Heute' : 'Hoy'} kicker={german ? 'Dienstag, 15. Juli 2025' : 'martes 15 de julio de 2025'}>
      <Notice
        tone="warning"
        title={german ? 'Zwei Fassungen' : 'Dos versiones distintas'}
        actions={<Button>{german ? 'Fassungen vergleichen' : 'Ver las dos versiones'}</Button>}
      >
        {german
          ? 'Die Kämmerei schrieb 12. Juni, Sie schrieben 20. Juni.'
          : 'Tesorería escribió 12 de junio, usted escribió 20 de junio.'}
      </Notice>
      <Notice tone="problem" title={german ? 'Nicht gespeichert' : 'No se guardó'}>
        {german
          ? 'Der Speicher des Handys ist voll. Ihr Text steht noch hier.'
          : 'La memoria del celular está llena. Su texto sigue aquí.'}
      </Notice>
      <Notice actions={<Button variant="plain-text">{german ? 'Jetzt wechseln' : 'Cambiar ahora'}</Button>}>
        {german ? 'Eine neue Version liegt bereit.' : 'Hay una versión nueva lista.'}
      </Notice>
      <Section title={german ? 'Zustände' : 'Estados'}>
        <DefinitionList
          items={Object.entries(words).map(([status, [es, de]]) => ({
            label: status,
            value: <StatusBadge status={status as Status} label={german ? de : es} />,
          }))}
        />
      </Section>
      <Section title={german ? 'Fortschritt' : 'Avance'}>
        <ProgressRing percent={0} label="0" />
        <ProgressRing percent={66.6} label="66" />
        <ProgressRing percent={100} label="100" />
      </Section>
      <Section title="…">
        <Arriving text={german ? 'Der Plan wird geladen …' : 'Abriendo el plan…'} />
      </Section>
    </Page>
  );
}
