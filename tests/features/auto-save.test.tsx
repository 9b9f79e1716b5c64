// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { saveAllTyped, useAutoSave } from '#features/auto-save.ts';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

type Save = (text: string, seen: string) => Promise<boolean>;
type Props = { readonly saved: string; readonly save?: Save };

function aField(save: Save = async () => true) {
  vi.useFakeTimers();
  const spy = vi.fn(save);
  const check = (text: string) => (text === '' ? ('empty' as const) : undefined);
  const hook = renderHook(({ saved }: Props) => useAutoSave<string, 'empty'>({ saved, save: spy, check }), {
    initialProps: { saved: 'luz' },
  });
  const pause = () => act(() => vi.advanceTimersByTimeAsync(700));
  return { ...hook, save: spy, pause, type: (text: string) => act(() => hook.result.current.change(text)) };
}

test('saves once after the writing pauses, and says so', async () => {
  const { result, save, type, pause } = aField();
  type('luz y');
  type('luz y agua');
  expect(save).not.toHaveBeenCalled();
  await pause();
  expect(save.mock.calls).toEqual([['luz y agua', 'luz']]);
  expect(result.current).toMatchObject({ value: 'luz y agua', status: 'saved' });
});

test('saves at once when the page goes away', async () => {
  const { save, type } = aField();
  type('luz y agua');
  await act(async () => {
    window.dispatchEvent(new Event('pagehide'));
  });
  expect(save).toHaveBeenCalledWith('luz y agua', 'luz');
});

test('saves what is waiting when the field leaves the screen', async () => {
  const { save, type, unmount } = aField();
  type('luz y agua');
  unmount();
  expect(save).toHaveBeenCalledWith('luz y agua', 'luz');
});

test('keeps what could not be saved on the screen, and tries again', async () => {
  let fails = true;
  const { result, save, type, pause } = aField(async () => !fails);
  type('luz y agua');
  await pause();
  expect(result.current).toMatchObject({ value: 'luz y agua', status: 'failed' });
  fails = false;
  await act(async () => result.current.flush());
  expect(save).toHaveBeenCalledTimes(2);
  expect(result.current.status).toBe('saved');
});

test('holds back what is wrong, says why, and saves it once it is right', async () => {
  const { result, save, type, pause } = aField();
  type('');
  await pause();
  expect(result.current).toMatchObject({ value: '', problem: 'empty' });
  expect(save).not.toHaveBeenCalled();
  type('agua');
  await pause();
  expect(save.mock.calls).toEqual([['agua', 'luz']]);
});

test('shows what a colleague writes later, once its own writing is saved', async () => {
  const { result, type, pause, rerender } = aField();
  type('agua');
  await pause();
  rerender({ saved: 'agua' });
  rerender({ saved: 'agua limpia' });
  expect(result.current.value).toBe('agua limpia');
});

test('names what was on the screen when the writing began, whatever arrives meanwhile', async () => {
  const { result, save, type, pause, rerender } = aField();
  type('agua');
  rerender({ saved: 'drenaje' });
  expect(result.current.value).toBe('agua');
  await pause();
  expect(save.mock.calls).toEqual([['agua', 'luz']]);
  rerender({ saved: 'agua' });
  type('agua limpia');
  await pause();
  expect(save.mock.calls[1]).toEqual(['agua limpia', 'agua']);
});

test('writes nothing when the writing ends as it began, and shows what arrived meanwhile', async () => {
  const { result, save, type, pause, rerender } = aField();
  type('luz y');
  rerender({ saved: 'drenaje' });
  type('luz');
  await pause();
  expect(save).not.toHaveBeenCalled();
  expect(result.current.value).toBe('drenaje');
});

test('writes the first words again when others were saved in between', async () => {
  const { save, type, pause } = aField();
  type('luz y');
  await pause();
  type('luz'); // the database has not shown the saved words yet
  await pause();
  expect(save.mock.calls.map(([value]) => value)).toEqual(['luz y', 'luz']);
});

test('what is saved does not come back when the database returns to the value before', async () => {
  const { result, type, pause, rerender } = aField();
  type('agua');
  await pause();
  rerender({ saved: 'agua' });
  rerender({ saved: 'luz' });
  expect(result.current.value).toBe('luz');
});

test('goes on with its own earlier words when they come back from the database', async () => {
  const { result, type, pause, rerender } = aField();
  type('a');
  await pause();
  type('ab');
  rerender({ saved: 'a' });
  await pause();
  expect(result.current.value).toBe('ab');
});

test('stores everything that is half typed before a newer version takes the database, a saving under way included', async () => {
  const stored: string[] = [];
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const slowly = (gate: PromiseWithResolvers<void> | undefined) => async (text: string) => {
    await gate?.promise;
    stored.push(text);
    return true;
  };
  const [underWay, waiting] = [aField(slowly(gates[0])), aField(slowly(gates[1]))];
  underWay.type('agua');
  await underWay.pause();
  waiting.type('drenaje');
  let done = false;
  await act(async () => {
    const saving = saveAllTyped().then(() => {
      done = true;
    });
    gates[1]?.resolve();
    await vi.advanceTimersByTimeAsync(10);
    expect([stored, done]).toEqual([['drenaje'], false]);
    gates[0]?.resolve();
    await saving;
  });
  expect(stored).toEqual(['drenaje', 'agua']);
});
