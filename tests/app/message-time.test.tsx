// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useMessageTime } from '#app/message-time.ts';
import { ToastRegion } from '#ui/toast.tsx';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

test('a message goes away after a while', () => {
  render(<Message />);
  pass(7_000);
  expect(screen.queryByText('Se eliminó el punto.')).not.toBeNull();
  pass(2_000);
  expect(screen.queryByText('Se eliminó el punto.')).toBeNull();
});

test('a message stays while somebody is on its button', () => {
  render(<Message />);
  const undo = screen.getByRole('button', { name: 'Deshacer' });
  act(() => undo.focus());
  pass(30_000);
  expect(document.activeElement).toBe(undo);
  act(() => undo.blur());
  pass(2_000);
  expect(screen.queryByRole('button', { name: 'Deshacer' })).toBeNull();
});

function pass(ms: number): void {
  act(() => void vi.advanceTimersByTime(ms));
}

const message = { message: 'Se eliminó el punto.', actionLabel: 'Deshacer', onAction: () => {} };

function Message() {
  const [shown, setShown] = useState<typeof message | undefined>(message);
  useMessageTime(shown, () => setShown(undefined));
  return <ToastRegion toast={shown} />;
}
