// The real endpoint as a process of its own, as `npm start` runs it, on a folder and a port of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const projectDir = join(import.meta.dirname, '..', '..');
const startTimeoutMs = 30_000;

export type Invitation = {
  readonly role: string;
  readonly town: string | null;
  readonly link: string;
  /** The short code, as it is printed for typing; '' where a line has none. */
  readonly typed: string;
};

export type EndpointOptions = {
  /** A new folder in the temporary folder if absent. */
  readonly dataDir?: string;
  /** A free one if absent. */
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
};

export type EndpointProcess = {
  /** Of the process that runs now. */
  readonly pid: () => number;
  readonly port: number;
  readonly origin: string;
  readonly dataDir: string;
  /** Every invitation that was printed since the first start. */
  readonly invitations: () => readonly Invitation[];
  /** The first invitation for a role (and town). Throws if none was printed. */
  readonly invitation: (role: string, town?: string) => Invitation;
  /** Like `invitation`, but the latest: every start prints fresh ones for the same people. */
  readonly lastInvitation: (role: string, town?: string) => Invitation;
  /** Everything printed since the first start. */
  readonly output: () => string;
  /** Pulls the plug: SIGKILL, no chance to tidy up. */
  readonly kill: () => Promise<void>;
  /** Asks it to end (SIGTERM) and gives back its exit code. */
  readonly stop: () => Promise<number | null>;
  /** Starts it again on the same data and port; `env` replaces single settings. */
  readonly restart: (env?: Readonly<Record<string, string>>) => Promise<void>;
};

/** Starts the endpoint and waits until it accepts requests. Stop or kill it at the end of the test. */
export async function startEndpoint(options: EndpointOptions = {}): Promise<EndpointProcess> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'tequio-data-'));
  const port = options.port ?? (await freePort());
  let env = { ...options.env, PORT: String(port), TEQUIO_DATA: dataDir };
  let printed = '';
  let child = await start();

  async function start(): Promise<ChildProcess> {
    const started = spawn(process.execPath, ['server/main.ts'], {
      cwd: projectDir,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    endWithThisProcess(started);
    await untilReady(started, port, (text) => {
      printed += text;
    });
    return started;
  }

  function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
    return new Promise((resolve) => {
      child.once('exit', (code) => resolve(code));
      child.kill(signal);
    });
  }

  function invitationsFor(role: string, town?: string): readonly [Invitation, ...Invitation[]] {
    const all = parseInvitations(printed).filter((each) => each.role === role && (town === undefined || each.town === town));
    const [first, ...others] = all;
    if (!first) throw new Error(`The endpoint printed no invitation for ${role} ${town ?? ''}:\n${printed}`);
    return [first, ...others];
  }

  return {
    pid: () => child.pid ?? 0,
    port,
    origin: `http://localhost:${port}`,
    dataDir,
    invitations: () => parseInvitations(printed),
    invitation: (role, town) => invitationsFor(role, town)[0],
    lastInvitation: (role, town) => invitationsFor(role, town).at(-1) ?? invitationsFor(role, town)[0],
    output: () => printed,
    kill: async () => {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    restart: async (changedEnv = {}) => {
      await end('SIGTERM');
      env = { ...env, ...changedEnv };
      child = await start();
    },
  };
}

/** The endpoint prints one line for each: `invitation <role> <town, or a dash> <link> <typed code>`. */
function parseInvitations(printed: string): readonly Invitation[] {
  return printed.split('\n').flatMap((line) => {
    const [, role, town, link, typed = ''] = /^invitation (\S+) (\S+) (\S+)(?: (\S+))?\s*$/.exec(line) ?? [];
    return role && town && link ? [{ role, town: town === '-' ? null : town, link, typed }] : [];
  });
}

/** The endpoint wants an app to serve. This one is for tests in which nobody opens it; gives its folder, within the given one. */
export function anEmptyApp(folder: string): string {
  const app = join(folder, 'app');
  mkdirSync(app);
  writeFileSync(join(app, 'index.html'), '<!doctype html>');
  return app;
}

function untilReady(child: ChildProcess, port: number, onText: (text: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (what: string) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`The endpoint ${what}. It printed:\n${output}`));
    };
    const timer = setTimeout(() => fail(`was not ready after ${startTimeoutMs / 1000} s`), startTimeoutMs);
    const onExit = (code: number | null) => fail(`ended with code ${code} before it was ready`);
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      onText(chunk.toString());
      if (!output.includes(`ready http://localhost:${port}`)) return;
      clearTimeout(timer);
      child.off('exit', onExit);
      resolve();
    };
    child.once('exit', onExit);
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
  });
}

function endWithThisProcess(child: ChildProcess): void {
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
}

/** Of this machine, nobody listens there just now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
