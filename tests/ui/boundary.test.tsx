// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { expectConsoleError } from '#tests/support/fail-on-console-error.ts';
import { Boundary } from '#ui/boundary.tsx';

afterEach(cleanup);

function Broken(): never {
  throw new Error('broken');
}

test('one that cannot be shown leaves the others on the page', () => {
  expectConsoleError(/broken/);
  render(
    <>
      <Boundary fallback="instead">
        <Broken />
      </Boundary>
      <p>the other</p>
    </>,
  );
  expect(screen.getByText('instead')).toBeTruthy();
  expect(screen.getByText('the other')).toBeTruthy();
});
