import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { Failure, Loading } from "./states.tsx";

/** A component whose code is fetched when it is first shown. */
export type LazyComponent<Props> = ComponentType<Props> & {
  /** Fetches it ahead of that. */
  readonly load: () => Promise<void>;
};

/** Makes one. */
export function lazy<Props extends object>(
  fetch: () => Promise<ComponentType<Props>>,
): LazyComponent<Props> {
  let Loaded: ComponentType<Props> | undefined;
  const load = async () => {
    Loaded ??= await fetch();
  };
  function Lazy(props: Props) {
    const [problem, setProblem] = useState<unknown>();
    const [, setLoaded] = useState(Loaded !== undefined);
    const start = () => {
      setProblem(undefined);
      load().then(() => setLoaded(true), () => setProblem(new Error(t("state.not_loaded"))));
    };
    useEffect(() => {
      if (Loaded === undefined) start();
    }, []);
    if (Loaded !== undefined) return <Loaded {...props} />;
    return problem === undefined ? <Loading /> : <Failure problem={problem} retry={start} />;
  }
  return Object.assign(Lazy, { load });
}
