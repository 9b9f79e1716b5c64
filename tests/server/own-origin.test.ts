import { describe, expect, test } from 'vitest';
import { isOwnOrigin } from '#server/http/own-origin.ts';

const isOwn = (headers: Readonly<Record<string, string>>, publicOrigin?: string) =>
  isOwnOrigin({ url: 'http://127.0.0.1:8080/api/sync', headers: new Headers(headers) }, publicOrigin);

describe('a request comes from the endpoint’s own page', () => {
  test.each<readonly [string, Readonly<Record<string, string>>, boolean]>([
    ['when it names the host that it asks', { origin: 'http://town.example:8080', host: 'town.example:8080' }, true],
    ['when something in front speaks https for it', { origin: 'https://town.example', host: 'town.example' }, true],
    ['when no browser sent it', { host: 'town.example' }, true],
    ['when the browser says that it does', { 'sec-fetch-site': 'same-origin', host: 'town.example' }, true],
    ['not when it is from another port', { origin: 'http://town.example:9090', host: 'town.example:8080' }, false],
    ['not when it is from elsewhere', { origin: 'https://elsewhere.example', host: 'town.example' }, false],
    ['not when it is from a longer name', { origin: 'https://town.example.elsewhere.example', host: 'town.example' }, false],
    ['not when it is from a neighbour', { 'sec-fetch-site': 'same-site', host: 'town.example' }, false],
    ['not when it is from another site', { 'sec-fetch-site': 'cross-site', host: 'town.example' }, false],
    ['not when it hides where it is from', { origin: 'null', host: 'town.example' }, false],
    ['not when neither side names a host', { origin: 'null', host: ':::' }, false],
    ['not when it is from no host', { origin: 'file://', host: 'town.example' }, false],
  ])('%s', (_when, headers, expected) => {
    expect(isOwn(headers)).toBe(expected);
  });

  test('only from where people reach it, once somebody said where that is', () => {
    const own = 'https://tequio.example';
    expect(isOwn({ origin: own, host: '127.0.0.1:8080' }, own)).toBe(true);
    for (const origin of ['http://tequio.example', 'https://tequio.example:8443', 'http://127.0.0.1:8080', 'null', ''])
      expect(isOwn({ origin, host: '127.0.0.1:8080' }, own), origin).toBe(false);
  });
});
