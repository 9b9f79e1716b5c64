import type { ReactNode } from 'react';
import { Button } from '#ui/button.tsx';
import { CalendarDrawing } from '#ui/drawings/calendar.tsx';
import { NewLeafDrawing } from '#ui/drawings/new-leaf.tsx';
import { NoSignalDrawing } from '#ui/drawings/no-signal.tsx';
import { NotebookDrawing } from '#ui/drawings/notebook.tsx';
import { ReturnedLetterDrawing } from '#ui/drawings/returned-letter.tsx';
import { TequioDrawing } from '#ui/drawings/tequio.tsx';
import { VillageDrawing } from '#ui/drawings/village.tsx';
import { Empty } from '#ui/empty.tsx';
import { Page } from '#ui/page.tsx';

const all: readonly (readonly [ReactNode, string, string])[] = [
  [<TequioDrawing key="1" />, 'Bienvenida', 'Aquí trabajan juntos los municipios de la edición.'],
  [<NotebookDrawing key="2" />, 'Su primer plan', 'Empiece con una sola acción; lo demás se agrega después.'],
  [<CalendarDrawing key="3" />, 'Todavía no hay sesiones', 'La coordinación convoca dos veces al mes.'],
  [<VillageDrawing key="4" />, 'Todo al día', 'No queda nada pendiente para hoy.'],
  [<NoSignalDrawing key="5" />, 'Sin conexión', 'Siga trabajando: todo queda en este celular.'],
  [<ReturnedLetterDrawing key="6" />, 'Un cambio no fue aceptado', 'No se perdió. Vea el motivo y decida.'],
  [<NewLeafDrawing key="7" />, 'Hay una versión nueva', 'Esta versión ya no puede enviar. Sus datos están completos.'],
];

export function EmptyGallery({ at }: { german: boolean; at: string }) {
  if (at === '#empty')
    return (
      <Page title="Planes">
        <Empty
          drawing={all[1]?.[0]}
          title="Su primer plan"
          text={all[1]?.[2]}
          action={<Button variant="primary">Crear un plan</Button>}
        />
      </Page>
    );
  return (
    <Page title="Dibujos" wide>
      <div className="drawings">
        {all.map(([drawing, title, text]) => (
          <Empty key={title} drawing={drawing} title={title} text={text} />
        ))}
      </div>
    </Page>
  );
}
