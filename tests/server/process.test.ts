// The endpoint as a process of its own: what it prints, and what is left of it when the plug is pulled.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Joined } from '#protocol/invitation.ts';
import { chapa, services } from './stage.ts';
import { aWireDevice, type WireDevice } from './wire-device.ts';

const project = join(import.meta.dirname, '..', '..');
let folder: string;
let children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tequio-process-'));
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist', 'index.html'), '<!doctype html>Tequio');
});

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  rmSync(folder, { recursive: true });
});

type Process = {
  readonly child: ChildProcess;
  readonly printed: () => { readonly out: string; readonly err: string };
  readonly exit: Promise<number | null>;
};

function run(env: Readonly<Record<string, string>> = {}): Process {
  const settings = { ...process.env, PORT: '0', TEQUIO_DATA: join(folder, 'data'), TEQUIO_APP: join(folder, 'dist'), ...env };
  const child = spawn(process.execPath, ['server/main.ts'], { cwd: project, env: settings, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  return { child, printed: () => ({ out, err }), exit: new Promise((resolve) => child.once('close', resolve)) };
}

/** Waits for `ready` and gives the origin. */
async function ready({ child, printed, exit }: Process): Promise<string> {
  return new Promise((resolve, reject) => {
    const read = () => {
      const found = /^ready (http:\/\/localhost:\d+)$/m.exec(printed().out);
      if (found?.[1]) resolve(found[1]);
    };
    child.stdout?.on('data', read);
    exit.then((code) => reject(new Error(`ended with ${code}: ${printed().err}`)));
  });
}

function codeFor(role: string, out: string): string {
  return new RegExp(`^invitation ${role} \\S+ \\S+/join#(\\S+) `, 'm').exec(out)?.[1] ?? '';
}

/** A device that has joined over the network, as `role`. */
async function aDevice(origin: () => string, role: string, out: string, node: string): Promise<WireDevice> {
  const joining = await fetch(`${origin()}/api/join`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: codeFor(role, out), node, deviceName: 'A phone' }),
  });
  const cookie = joining.headers.get('set-cookie')?.split(';')[0] ?? '';
  const send = async (request: Request) =>
    fetch(origin() + new URL(request.url).pathname, {
      method: request.method,
      headers: { 'content-type': 'application/json', cookie },
      body: await request.text(),
    });
  return aWireDevice(Object.assign(send, (await joining.json()) as Joined, { cookie }), node, Date.now());
}

describe('the process', () => {
  test('prints an invitation for each role of the example, and that it is ready', async () => {
    const running = run();
    const origin = await ready(running);
    const lines = running
      .printed()
      .out.split('\n')
      .filter((line) => line.startsWith('invitation '));
    const code = '[0-9A-HJKMNP-TV-Z]';
    for (const who of [
      'coordinator -',
      'mentor Querétaro',
      'liaison Chapa_de_Mota',
      'official Chapa_de_Mota',
      'observer Chapa_de_Mota',
    ]) {
      const shape = new RegExp(`^invitation ${who} ${origin}/join#${code}{26} ${code}{4}-${code}{3}-${code}{3}$`);
      expect(lines.filter((line) => shape.test(line))).toHaveLength(1);
    }
    expect(lines).toHaveLength(5);
    expect(running.printed().err).toBe('');
  });

  test('keeps what it acknowledged when it is killed right after the answer', async () => {
    let running = run();
    let origin = await ready(running);
    const device = await aDevice(() => origin, 'liaison', running.printed().out, 'PHONE');
    await device.catchUp();
    const sent: string[] = [];
    for (let kill = 0; kill < 3; kill += 1) {
      const ids = Array.from({ length: 20 }, (_, index) => `K${kill}-${index}`);
      const ops = ids.map((id) => device.op({ space: services, kind: 'action', id, town: chapa }));
      expect((await device.sync(ops)).refused).toEqual([]);
      running.child.kill('SIGKILL');
      sent.push(...ids);
      await running.exit;
      running = run();
      origin = await ready(running);
      expect(await device.sync(ops)).toMatchObject({ acked: sent.length, receipt: device.receipt, pages: [] });
    }
    const reader = await aDevice(() => origin, 'coordinator', running.printed().out, 'READER');
    await reader.catchUp();
    const arrived = [...reader.fields.keys()].filter((key) => key.includes(' action K'));
    expect(arrived.map((key) => key.split(' ')[2]).sort()).toEqual(sent.sort());
  }, 60_000);

  test('finishes what it is doing when asked to stop, and prints fresh invitations at its next start', async () => {
    const first = run();
    await ready(first);
    first.child.kill('SIGTERM');
    expect(await first.exit).toBe(0);
    const second = run();
    await ready(second);
    expect(codeFor('liaison', second.printed().out)).not.toBe(codeFor('liaison', first.printed().out));
    second.child.kill('SIGINT');
    expect(await second.exit).toBe(0);
  });

  test('asked to stop while many push keeps what it acknowledged, and has nothing twice after they asked again', async () => {
    let running = run();
    let origin = await ready(running);
    const devices: WireDevice[] = [];
    for (const [index, role] of ['liaison', 'official', 'coordinator', 'mentor'].entries()) {
      devices.push(await aDevice(() => origin, role, running.printed().out, `PHONE${index}`));
    }
    const wrote = new Map<string, number>(devices.map(({ node }) => [node, 0]));
    let onAnswer = () => {};
    // Each pushes as fast as it is answered, and the same again when it is not, as a phone does.
    const pushUntil = async (device: WireDevice, isOver: () => boolean) => {
      while (!isOver()) {
        const ops = Array.from({ length: 20 }, (_, index) =>
          device.op({ space: services, kind: 'action', town: chapa, id: `${device.node}-${index}` }),
        );
        for (;;) {
          const answer = await device.sync(ops).catch(() => undefined);
          if (answer) expect(answer.acked).toBe(ops.at(-1)?.n);
          if (answer) onAnswer();
          if (answer || isOver()) break;
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        if (device.acked === ops.at(-1)?.n) wrote.set(device.node, device.acked);
      }
    };
    for (let stop = 0; stop < 2; stop += 1) {
      let isOver = false;
      const begun = new Promise<void>((resolve) => {
        let answers = 0;
        onAnswer = () => {
          answers += 1;
          if (answers === 8) resolve();
        };
      });
      const work = devices.map((device) => pushUntil(device, () => isOver));
      await begun;
      running.child.kill('SIGTERM');
      expect(await running.exit).toBe(0);
      running = run({ PORT: new URL(origin).port });
      origin = await ready(running);
      isOver = true;
      await Promise.all(work);
    }
    running.child.kill('SIGTERM');
    await running.exit;
    const stored = new DatabaseSync(join(folder, 'data', 'tequio.sqlite'));
    for (const [node, n] of wrote) {
      const row = stored
        .prepare('select count(*) as ops, max(n) as last, count(distinct hash) as distinct_ops from op where node = ?')
        .get(node);
      expect(row?.last).toBeGreaterThanOrEqual(n);
      expect(row).toMatchObject({ ops: row?.last, distinct_ops: row?.last });
    }
    stored.close();
  }, 120_000);

  test('does not wait for streams that would never end when asked to stop', async () => {
    const running = run();
    const origin = await ready(running);
    const { send } = await aDevice(() => origin, 'liaison', running.printed().out, 'PHONE');
    const events = await fetch(`${origin}/api/events`, { headers: { cookie: send.cookie } });
    const reader = events.body?.getReader();
    expect((await reader?.read())?.done).toBe(false);
    const asked = performance.now();
    running.child.kill('SIGTERM');
    expect((await reader?.read())?.done).toBe(true);
    expect(await running.exit).toBe(0);
    expect(performance.now() - asked).toBeLessThan(4_000); // 5 s is how long it would wait
  });

  test('without the example prints one invitation for a coordinator, until somebody has joined', async () => {
    const first = run({ TEQUIO_EXAMPLE: '0' });
    const origin = await ready(first);
    const lines = first
      .printed()
      .out.split('\n')
      .filter((line) => line.startsWith('invitation '));
    expect(lines).toHaveLength(1);
    const coordinator = await aDevice(() => origin, 'coordinator', first.printed().out, 'COORD');
    expect((await coordinator.catchUp()).length).toBeGreaterThan(0);
    first.child.kill('SIGTERM');
    await first.exit;
    const second = run({ TEQUIO_EXAMPLE: '0' });
    await ready(second);
    expect(second.printed().out).not.toContain('invitation ');
  });

  test('says in one sentence what keeps it from starting', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    writeFileSync(join(folder, 'a-file'), '');
    const cases: readonly (readonly [Readonly<Record<string, string>>, RegExp])[] = [
      [{ PORT: String(port) }, /^Port \d+ is taken by another program: choose another one with PORT\.\n$/],
      [{ PORT: 'eighty' }, /^PORT must be a whole number from 0 to 65535, not "eighty"\.\n$/],
      [{ TEQUIO_DATA: join(folder, 'a-file', 'data') }, /^The data in \S+ cannot be opened: .+\n$/],
      [{ TEQUIO_APP: join(folder, 'nowhere') }, /^There is no app in \S+: run "npm run build" first\.\n$/],
    ];
    for (const [env, sentence] of cases) {
      const failing = run(env);
      expect(await failing.exit).toBe(1);
      expect(failing.printed().err).toMatch(sentence);
      expect(failing.printed().out).not.toContain('ready');
    }
    await new Promise((resolve) => taken.close(resolve));
  });
});
