/** A package that an entry of @cs/meshcentral needs is not installed. */
export class MissingPackageError extends Error {
  override readonly name = "MissingPackageError";
  /** For programs. */
  readonly code = "missing-package";

  /** What needs the package: an import or a command. */
  readonly needs: string;
  /** The package that was not found. */
  readonly missing: string;
  /** The command that installs everything that `needs` needs. */
  readonly install: string;

  constructor(needs: string, missing: string, install: string, options?: ErrorOptions) {
    super(
      `${needs} needs the package ${missing}, which is not installed. Run: ${install}`,
      options,
    );
    this.needs = needs;
    this.missing = missing;
    this.install = install;
  }
}

/**
 * Loads the modules of an entry.
 *
 * @param packages Every package that the entry needs, with its version range.
 * @param install The command that installs them, if there is a shorter one than naming all of them.
 * @throws {MissingPackageError} If one of the packages is not installed.
 */
export async function loadEntry<Module>(
  load: () => Promise<Module>,
  needs: string,
  packages: Readonly<Record<string, string>>,
  install?: string,
): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    const missing = isNotFound(error)
      ? Object.keys(packages).find((name) => namesPackage(error.message, name))
      : undefined;
    if (missing === undefined) throw error;
    const all = Object.entries(packages).map(([name, range]) => `"${name}@${range}"`);
    throw new MissingPackageError(needs, missing, install ?? `npm install ${all.join(" ")}`, {
      cause: error,
    });
  }
}

/** Loads a command; without its packages, the command prints what to install and ends. */
export async function loadCommand(
  load: () => Promise<unknown>,
  name: string,
  packages: Readonly<Record<string, string>>,
): Promise<void> {
  try {
    await loadEntry(load, name, packages, `npm install ${name}`);
  } catch (error) {
    if (!(error instanceof MissingPackageError)) throw error;
    const { process } = globalThis as unknown as { process: NodeProcess };
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** What is used of Node's `process`. */
interface NodeProcess {
  readonly stderr: { write(text: string): void };
  exitCode?: number;
}

function isNotFound(error: unknown): error is Error {
  return (error as { readonly code?: string } | undefined)?.code === "ERR_MODULE_NOT_FOUND";
}

/** `hono`, also as `hono/cors`, and never as a part of `hono-openapi`. */
function namesPackage(message: string, name: string): boolean {
  return [`'${name}'`, `"${name}"`, `'${name}/`, `"${name}/`].some((text) =>
    message.includes(text)
  );
}
