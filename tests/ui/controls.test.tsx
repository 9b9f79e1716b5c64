// @vitest-environment happy-dom
import { act, cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { Button, IconButton } from '#ui/button.tsx';
import { CheckboxRow } from '#ui/checkbox-row.tsx';
import { DayField, RadioField, SelectField } from '#ui/choice-field.tsx';
import { TextArea, TextField } from '#ui/field.tsx';
import { Menu } from '#ui/menu.tsx';
import { ToastRegion } from '#ui/toast.tsx';

afterEach(cleanup);

test('a button does not submit the form around it unless it is told to', async () => {
  const onSubmit = vi.fn((event) => event.preventDefault());
  render(
    <form onSubmit={onSubmit}>
      <Button>Imprimir</Button>
      <IconButton label="Ayuda" icon="?" />
      <Button type="submit">Enviar minuta</Button>
    </form>,
  );
  await userEvent.click(screen.getByRole('button', { name: 'Imprimir' }));
  await userEvent.click(screen.getByRole('button', { name: 'Ayuda' }));
  expect(onSubmit).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('button', { name: 'Enviar minuta' }));
  expect(onSubmit).toHaveBeenCalledOnce();
});

test('a field is found by its label and tells its hint and its error', () => {
  const field = <TextField label="Código" hint="Ocho letras" error="Faltan letras" value="XK4" onChange={() => {}} />;
  render(field);
  const input = screen.getByRole('textbox', { name: 'Código' });
  expect(describedText(input)).toBe('Ocho letras Faltan letras');
  expect(input.getAttribute('aria-invalid')).toBe('true');
});

test('an error that comes later lands in an alert that was already there', () => {
  const field = (error?: string) => <TextField label="Código" error={error} value="XK4" onChange={() => {}} />;
  const { rerender } = render(field());
  const alert = screen.getByRole('alert');
  expect(alert.textContent).toBe('');
  expect(screen.getByRole('textbox').hasAttribute('aria-invalid')).toBe(false);
  rerender(field('Faltan letras'));
  expect(screen.getByRole('alert')).toBe(alert);
  expect(alert.textContent).toBe('Faltan letras');
});

test('the counter appears only where the end is near', () => {
  const { rerender } = render(<TextField label="Acción" maxLength={10} value="12345" onChange={() => {}} />);
  expect(screen.queryByText('5 / 10')).toBeNull();
  rerender(<TextField label="Acción" maxLength={10} value="123456789" onChange={() => {}} />);
  expect(describedText(screen.getByRole('textbox'))).toBe('9 / 10');
});

test('a text of several lines reports each keystroke', async () => {
  render(<Remarks />);
  await userEvent.type(screen.getByRole('textbox', { name: 'Observaciones' }), 'Sí{enter}no');
  expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe('Sí\nno');
});

test('a choice gives its value, and the empty choice gives an empty one', async () => {
  const onChange = vi.fn();
  const options = [{ value: 'security', label: 'Seguridad' }] as const;
  render(<SelectField label="Tema" value="security" options={options} emptyLabel="Sin tema" onChange={onChange} />);
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Tema' }), 'Sin tema');
  expect(onChange).toHaveBeenCalledWith('');
});

test('a day is an ISO day', () => {
  render(<DayField label="Fecha compromiso" value="2025-07-15" min="2025-05-07" onChange={() => {}} />);
  const input = screen.getByLabelText<HTMLInputElement>('Fecha compromiso');
  expect([input.type, input.value, input.min]).toEqual(['date', '2025-07-15', '2025-05-07']);
});

test('radio choices are one group named by the question', async () => {
  const onChange = vi.fn();
  const options = [
    { value: 'present', shown: 'Presente' },
    { value: 'absent', shown: 'Ausente' },
  ] as const;
  render(<RadioField label="Asistencia" value="present" options={options} onChange={onChange} />);
  const group = within(screen.getByRole('group', { name: 'Asistencia' }));
  expect(group.getByRole<HTMLInputElement>('radio', { name: 'Presente' }).checked).toBe(true);
  await userEvent.click(group.getByRole('radio', { name: 'Ausente' }));
  expect(onChange).toHaveBeenCalledWith('absent');
});

test('a row is ticked by the space bar and says who ticked it apart from its name', async () => {
  const onChange = vi.fn();
  render(<CheckboxRow label="Pavimentar" secondary="Rosa, 3 jul" checked={false} onChange={onChange} />);
  const box = screen.getByRole('checkbox', { name: 'Pavimentar' });
  expect(describedText(box)).toBe('Rosa, 3 jul');
  await userEvent.tab();
  await userEvent.keyboard(' ');
  expect(onChange).toHaveBeenCalledWith(true);
});

test('a menu opens on its first item, walks round with the arrows and gives the focus back on Esc', async () => {
  render(<Menu label="Más" items={[item('Imprimir'), item('Duplicar'), { ...item('Borrar'), disabled: true }]} />);
  const button = screen.getByRole('button', { name: 'Más' });
  await userEvent.click(button);
  expect(document.activeElement?.textContent).toBe('Imprimir');
  await userEvent.keyboard('{ArrowUp}');
  expect(document.activeElement?.textContent).toBe('Duplicar');
  await userEvent.keyboard('{ArrowDown}');
  expect(document.activeElement?.textContent).toBe('Imprimir');
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByRole('menu')).toBeNull();
  expect(document.activeElement).toBe(button);
});

test('a menu does what was chosen, once, and closes', async () => {
  const chosen = item('Duplicar');
  render(<Menu label="Más" items={[item('Imprimir'), chosen]} />);
  await userEvent.click(screen.getByRole('button', { name: 'Más' }));
  await userEvent.click(screen.getByRole('menuitem', { name: 'Duplicar' }));
  expect(chosen.onSelect).toHaveBeenCalledOnce();
  expect(screen.queryByRole('menu')).toBeNull();
});

test('a scroll closes the menu once it has moved its button, not one that was over before', async () => {
  render(<Menu label="Más" items={[item('Imprimir')]} />);
  const button = screen.getByRole('button', { name: 'Más' });
  await userEvent.click(button);
  act(() => void window.dispatchEvent(new Event('scroll')));
  expect(screen.queryByRole('menu')).not.toBeNull();
  vi.spyOn(button, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, -40, 48, 48));
  act(() => void window.dispatchEvent(new Event('scroll')));
  expect(screen.queryByRole('menu')).toBeNull();
  expect(document.activeElement).toBe(button);
});

test('a tap elsewhere closes the menu and keeps the focus where the tap was', async () => {
  render(
    <>
      <Menu label="Más" items={[item('Imprimir')]} />
      <Button>Otro</Button>
    </>,
  );
  await userEvent.click(screen.getByRole('button', { name: 'Más' }));
  await userEvent.click(screen.getByRole('button', { name: 'Otro' }));
  expect(screen.queryByRole('menu')).toBeNull();
  expect(document.activeElement?.textContent).toBe('Otro');
});

test('a toast comes into a region that was already listening and offers one action', async () => {
  const onAction = vi.fn();
  const { rerender } = render(<ToastRegion toast={undefined} />);
  const region = screen.getByRole('status');
  rerender(<ToastRegion toast={{ message: 'Punto borrado.', actionLabel: 'Deshacer', onAction }} />);
  expect(screen.getByRole('status')).toBe(region);
  expect(region.textContent).toContain('Punto borrado.');
  await userEvent.click(screen.getByRole('button', { name: 'Deshacer' }));
  expect(onAction).toHaveBeenCalledOnce();
});

function Remarks() {
  const [text, setText] = useState('');
  return <TextArea label="Observaciones" value={text} onChange={setText} />;
}

function item(label: string) {
  return { label, onSelect: vi.fn() };
}

function describedText(element: HTMLElement): string {
  const ids = element.getAttribute('aria-describedby')?.split(' ') ?? [];
  return ids.map((id) => document.getElementById(id)?.textContent).join(' ');
}
