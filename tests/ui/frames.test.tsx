// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, test } from 'vitest';
import { AppFrame } from '#ui/app-frame.tsx';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Empty } from '#ui/empty.tsx';
import { List, ListRow } from '#ui/list-row.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page, Section } from '#ui/page.tsx';
import { ProgressRing } from '#ui/progress-ring.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';

afterEach(cleanup);

test('the frame offers the skip link first, then help and the sync status, then the places', async () => {
  render(
    <AppFrame
      nav={[
        { href: '/today', label: 'Hoy', icon: null },
        { href: '/plans', label: 'Planes', icon: null },
      ]}
      navLabel="Secciones"
      skipLabel="Ir al contenido"
      renderLink={(place, className, content) => (
        <a href={place.href} className={className} aria-current={place.href === '/plans' ? 'page' : undefined}>
          {content}
        </a>
      )}
      help={<a href="/help">Ayuda</a>}
      chip={<a href="/sync">Todo enviado</a>}
    >
      <Page title="Planes" />
    </AppFrame>,
  );
  const reached: (string | undefined)[] = [];
  for (let step = 0; step < 5; step++) {
    await userEvent.tab();
    reached.push(document.activeElement?.textContent ?? undefined);
  }
  expect(reached).toEqual(['Ir al contenido', 'Ayuda', 'Todo enviado', 'Hoy', 'Planes']);
  expect(screen.getByRole('main').id).toBe('content');
  const places = within(screen.getByRole('navigation', { name: 'Secciones' }));
  expect(places.getByRole('link', { name: 'Planes' }).getAttribute('aria-current')).toBe('page');
});

test('a page has one heading of the first level and its sections follow below', () => {
  render(
    <Page title="Alumbrado" kicker="Servicios públicos">
      <Section title="Acciones">
        <List label="Acciones">
          <ListRow
            title="Pavimentar"
            secondary="hasta el 30 sep"
            renderLink={(className, content) => (
              <a className={className} href="/plans/1">
                {content}
              </a>
            )}
          />
        </List>
      </Section>
    </Page>,
  );
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Alumbrado');
  expect(screen.getByRole('heading', { level: 2 }).textContent).toBe('Acciones');
  expect(screen.getByRole('list', { name: 'Acciones' })).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Pavimentar' })).toBeTruthy();
});

test('a status is said in words; its shape is silent', () => {
  const { container } = render(<StatusBadge status="behind" label="Rezago" />);
  expect(container.textContent).toBe('Rezago');
  expect(container.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
});

test('progress has a name and a whole number between nothing and all', () => {
  const { rerender } = render(<ProgressRing percent={66.6} label="Avance del plan" />);
  const ring = screen.getByRole('progressbar', { name: 'Avance del plan' });
  expect(ring.getAttribute('aria-valuenow')).toBe('67');
  rerender(<ProgressRing percent={140} label="Avance del plan" />);
  expect(ring.getAttribute('aria-valuenow')).toBe('100');
});

test('only a notice that comes while one works is announced, and only a problem interrupts', () => {
  const { rerender, container } = render(<Notice>Sin conexión</Notice>);
  expect(container.firstElementChild?.hasAttribute('role')).toBe(false);
  rerender(<Notice announce>Sin conexión</Notice>);
  expect(screen.getByRole('status').textContent).toBe('Sin conexión');
  rerender(
    <Notice announce tone="problem">
      No se guardó
    </Notice>,
  );
  expect(screen.getByRole('alert').textContent).toBe('No se guardó');
});

test('an empty page names the next step', () => {
  render(<Empty title="Su primer plan" text="Empiece con una acción." action={<Button>Crear un plan</Button>} />);
  expect(screen.getByRole('heading', { name: 'Su primer plan' })).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Crear un plan' })).toBeTruthy();
});

// Esc and the top layer belong to the browser and are looked at there; here: names, the cross, and where the focus goes.
test('a dialog is named by its title, starts there, and gives the focus back when it is closed', async () => {
  render(<Asking />);
  const button = screen.getByRole('button', { name: 'Enviar' });
  await userEvent.click(button);
  expect(screen.getByRole('dialog', { name: 'Enviar la minuta' })).toBeTruthy();
  expect(document.activeElement?.textContent).toBe('Enviar la minuta');
  await userEvent.click(screen.getByRole('button', { name: 'Cerrar' }));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(document.activeElement).toBe(button);
});

function Asking() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Enviar</Button>
      {open && (
        <Dialog title="Enviar la minuta" closeLabel="Cerrar" onClose={() => setOpen(false)}>
          Todos la verán.
        </Dialog>
      )}
    </>
  );
}
