// What package-lock.json says about packages that exist once per system, such as "@biomejs/cli-darwin-arm64".
// npm forgets those that the registry at hand does not have, and then `npm ci` refuses the file, or lacks them on another system.

export type LockFile = { readonly packages: Record<string, LockedPackage> };

export type LockedPackage = {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};

export type Forgotten = { readonly name: string; readonly range: string; readonly dev: boolean };

export function forgottenPackages(lockFile: LockFile): readonly Forgotten[] {
  return Object.entries(lockFile.packages).flatMap(([path, { optionalDependencies = {}, dev = false }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !foldersUpFrom(path).some((folder) => `${folder}node_modules/${name}` in lockFile.packages))
      .map(([name, range]) => ({ name, range, dev })),
  );
}

/** Where Node looks for a package that `path` asks for: beside it, then further up. */
function foldersUpFrom(path: string): readonly string[] {
  const parts = path.split('node_modules/');
  return parts
    .map((_, index) => parts.slice(0, index + 1).join('node_modules/'))
    .map((folder) => (folder && !folder.endsWith('/') ? `${folder}/` : folder));
}

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32'];

/** What can be said of such a package without seeing it: its exact version from who asks for it, its system from its name. */
export function entryFor({ name, range, dev }: Forgotten): LockedPackage {
  if (!/^\d+\.\d+\.\d+/.test(range)) throw new Error(`${name} is asked for as ${range}: only an exact version can be filled in.`);
  const words = name.split(/[/.-]/);
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) => words.includes(processor));
  const libc = words.some((word) => word.startsWith('musl'))
    ? ['musl']
    : words.some((word) => word.startsWith('gnu'))
      ? ['glibc']
      : [];
  return {
    version: range,
    ...(cpu.length > 0 && { cpu }),
    ...(dev && { dev }),
    ...(libc.length > 0 && os.includes('linux') && { libc }),
    optional: true,
    ...(os.length > 0 && { os }),
  };
}
