// Types what the docs tell, into a real shell, beside a real endpoint: in a folder of its own that looks like the project's. The
// service manager and the port of the docs are played: `systemctl stop tequio` stops this endpoint, and localhost:8080 is it.

import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EndpointProcess, startEndpoint } from '#tests/support/endpoint-process.ts';
import { type Block, misfit } from './blocks.ts';

const projectDir = join(import.meta.dirname, '..', '..');
const docsPort = 'localhost:8080';

export type Session = {
  /** Types the block's lines; gives the first thing that came out otherwise, or undefined. */
  readonly follow: (block: Block) => Promise<string | undefined>;
  readonly end: () => Promise<void>;
};

export async function aSession(env: Readonly<Record<string, string>> = {}): Promise<Session> {
  const folder = mkdtempSync(join(tmpdir(), 'tequio-docs-'));
  for (const name of readdirSync(projectDir)) {
    if (!name.startsWith('.') && name !== 'data' && name !== 'dist') symlinkSync(join(projectDir, name), join(folder, name));
  }
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist', 'index.html'), '<!doctype html>');
  const endpoint = await startEndpoint({ dataDir: join(folder, 'data'), env: { TEQUIO_APP: join(folder, 'dist'), ...env } });
  const manager = await playManager(folder, endpoint);
  const settings = { ...process.env, ...env, PORT: String(endpoint.port), PATH: `${manager.programs}:${process.env.PATH}` };
  return {
    follow: async ({ line, exchanges }) => {
      const shown = await type(
        exchanges.map(({ typed }) => typed.replaceAll(docsPort, `localhost:${endpoint.port}`)),
        folder,
        settings,
      );
      for (const [index, { typed, shown: told }] of exchanges.entries()) {
        const lines = (shown[index] ?? []).map((text) => text.replaceAll(`localhost:${endpoint.port}`, docsPort));
        const wrong = misfit(told, lines);
        if (wrong !== undefined) return `line ${line}: ${typed}\ntells: ${wrong}\nshows:\n${lines.join('\n')}`;
      }
      return undefined;
    },
    end: async () => {
      await endpoint.kill();
      manager.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** `sudo systemctl stop|start tequio` as programs, which ask this process. */
async function playManager(folder: string, endpoint: EndpointProcess) {
  const server = createServer(async (request, response) => {
    if (request.url === '/stop') await endpoint.stop();
    else await endpoint.restart();
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const programs = join(folder, 'programs');
  mkdirSync(programs);
  writeFileSync(join(programs, 'systemctl'), `#!/bin/sh\nexec curl -s "http://127.0.0.1:${port}/$1"\n`);
  writeFileSync(join(programs, 'sudo'), '#!/bin/sh\nexec "$@"\n');
  for (const name of ['systemctl', 'sudo']) chmodSync(join(programs, name), 0o755);
  return { programs, close: () => server.close() };
}

const mark = '-- next --';

/** What each of the commands wrote, in lines. They share one shell. */
function type(commands: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<readonly (readonly string[])[]> {
  const script = commands.map((command) => `${command}\nprintf '\\n${mark}\\n'`).join('\n');
  return new Promise((resolve) => {
    const shell = spawn('bash', ['-c', `exec 2>&1\n${script}`], { cwd, env, stdio: ['ignore', 'pipe', 'ignore'] });
    let out = '';
    shell.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    shell.once('close', () => {
      const parts = out.split(`\n${mark}\n`).slice(0, -1);
      resolve(parts.map((part) => part.split('\n').filter((line, index, all) => line !== '' || index < all.length - 1)));
    });
  });
}
