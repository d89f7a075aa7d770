/**
 * Loaded before the tests (`deno test --preload`): a test that hangs fails by its name, where it
 * would keep the whole run from ending.
 *
 * @module
 */

/** Ten times what the slowest test takes on two busy cores. */
const LIMIT_MS = 300_000;

type TestFunction = (context: Deno.TestContext) => void | Promise<void>;

const registerTest = Deno.test;

Object.defineProperty(Deno, "test", {
  value: Object.assign(
    (...args: readonly unknown[]) => Reflect.apply(registerTest, Deno, args.map(limited)),
    registerTest,
  ),
});

/** Of what Deno.test takes (a name, options, a function) those with a function, with a limit. */
function limited(arg: unknown): unknown {
  if (typeof arg === "function") return withLimit(arg as TestFunction);
  const { fn } = (arg ?? {}) as { fn?: TestFunction };
  return fn === undefined ? arg : { ...arg as object, fn: withLimit(fn) };
}

function withLimit(fn: TestFunction): TestFunction {
  const run: TestFunction = async (context) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`"${context.name}" has not ended after ${LIMIT_MS / 1000} s`)),
        LIMIT_MS,
      );
    });
    try {
      await Promise.race([fn(context), late]);
    } finally {
      clearTimeout(timer);
    }
  };
  return Object.defineProperty(run, "name", { value: fn.name });
}
