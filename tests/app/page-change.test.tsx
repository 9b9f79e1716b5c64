// @vitest-environment happy-dom
import { act, cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useEffect, useState } from 'react';
import { MemoryRouter, Route, Routes } from 'react-router';
import { afterEach, expect, test, vi } from 'vitest';
import { usePageChange } from '#app/page-change.ts';
import { Link } from '#features/link.tsx';

afterEach(cleanup);

test('the focus goes to the title of a page that arrives late, because the link to it is gone', async () => {
  const scrollTo = vi.spyOn(window, 'scrollTo').mockReturnValue(undefined);
  render(<Places />);
  await userEvent.click(screen.getByRole('link', { name: 'El plan' }));
  const title = await screen.findByRole('heading', { name: 'Calles con luz' });
  await waitFor(() => expect(document.activeElement).toBe(title));
  expect(scrollTo).toHaveBeenCalledExactlyOnceWith(0, 0);
});

test('the focus stays on a link that is still there', async () => {
  render(<Places />);
  await userEvent.click(screen.getByRole('link', { name: 'Planes' }));
  await screen.findByRole('heading', { name: 'Calles con luz' });
  await act(async () => {});
  expect(document.activeElement).toBe(screen.getByRole('link', { name: 'Planes' }));
});

function Places() {
  return (
    <MemoryRouter initialEntries={['/plans']}>
      <Frame />
    </MemoryRouter>
  );
}

function Frame() {
  usePageChange();
  return (
    <>
      <Link to="/plans/1">Planes</Link>
      <Routes>
        <Route path="/plans" element={<Link to="/plans/1">El plan</Link>} />
        <Route path="/plans/1" element={<Late />} />
      </Routes>
    </>
  );
}

function Late() {
  const [there, setThere] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setThere(true), 5);
    return () => clearTimeout(timer);
  }, []);
  return there ? <h1 tabIndex={-1}>Calles con luz</h1> : <p>Abriendo…</p>;
}
