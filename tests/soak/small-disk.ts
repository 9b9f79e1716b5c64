// A disk for an endpoint's data that can be made full. Where this process may mount, it is a small file system of its own, full to
// the last byte; elsewhere the endpoint's process may not let a file grow, which fails the same writes with another error.
// Linux only.

import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export type SmallDisk = {
  readonly kind: 'file system' | 'file size limit';
  readonly dataDir: string;
  readonly fill: (pid: number) => void;
  readonly makeRoom: (pid: number) => void;
  readonly discard: () => void;
};

export type DiskWishes = { readonly sizeMb: number; readonly mayMount: boolean };

export function aSmallDisk(folder: string, { sizeMb, mayMount }: DiskWishes): SmallDisk {
  const dataDir = join(folder, 'disk');
  mkdirSync(dataDir);
  if (!mayMount) return limitedFiles(dataDir);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m`, 'tmpfs', dataDir], { stdio: 'ignore' });
  } catch {
    return limitedFiles(dataDir);
  }
  return ownFileSystem(dataDir);
}

function ownFileSystem(dataDir: string): SmallDisk {
  const ballast = join(dataDir, 'ballast');
  const unmount = () => execFileSync('umount', ['--lazy', dataDir]);
  process.once('exit', unmount);
  return {
    kind: 'file system',
    dataDir,
    fill: () => fillWith(ballast),
    makeRoom: () => rmSync(ballast),
    discard: () => {
      process.off('exit', unmount);
      unmount();
    },
  };
}

/** Large pieces first, so that not a page is left. */
function fillWith(file: string): void {
  const descriptor = openSync(file, 'w');
  for (let piece = Buffer.alloc(1024 * 1024); piece.length >= 512; ) {
    try {
      if (writeSync(descriptor, piece) === piece.length) continue;
    } catch {
      // This much does not fit any more.
    }
    piece = piece.subarray(0, piece.length / 2);
  }
  closeSync(descriptor);
}

/** No file may grow beyond what the log has now, so that the next commit finds no room. */
function limitedFiles(dataDir: string): SmallDisk {
  const limit = (pid: number, bytes: number | 'unlimited') =>
    execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
  return {
    kind: 'file size limit',
    dataDir,
    fill: (pid) => limit(pid, Math.min(statSync(join(dataDir, 'tequio.sqlite-wal')).size, 64 * 1024)),
    makeRoom: (pid) => limit(pid, 'unlimited'),
    discard: () => {},
  };
}
