import type { ComponentChildren } from "preact";
import { ApiProblem } from "../../api/client/mod.ts";
import { t } from "../i18n/translate.ts";
import type { Resource } from "../data/resource.ts";
import { Icon, type IconName } from "./icon.tsx";
import { problemText } from "./problem_text.ts";

/** What stands where there is nothing so far. */
export function Empty(
  { icon, title, children }: {
    readonly icon: IconName;
    readonly title: string;
    readonly children?: ComponentChildren;
  },
) {
  return (
    <div class="state">
      <Icon name={icon} />
      <p class="state-title">{title}</p>
      {children}
    </div>
  );
}

/** Stands in while something is read. */
export function Loading() {
  return (
    <div class="state loading" role="status">
      <span class="spinner" />
      <p>{t("state.loading")}</p>
    </div>
  );
}

/** Says what went wrong, and offers another try. */
export function Failure(
  { problem, retry }: { readonly problem: unknown; readonly retry?: (() => void) | undefined },
) {
  return (
    <div class="state failed" role="alert">
      <Icon name="alert" />
      <p class="state-title">{problemText(problem)}</p>
      {retry && !isForbidden(problem) && (
        <button type="button" onClick={() => retry()}>{t("action.retry")}</button>
      )}
    </div>
  );
}

/** Whether somebody may not even see what stands here: then it offers nothing to do. */
export function isDenied({ data, problem }: Resource<unknown>): boolean {
  return data === undefined && isForbidden(problem);
}

function isForbidden(problem: unknown): boolean {
  return problem instanceof ApiProblem && problem.code === "forbidden";
}

function isGone(problem: unknown): boolean {
  return problem instanceof ApiProblem && problem.code === "not_found";
}

/** A resource as long as it is there; until then, and once it is gone, how it stands with it. */
export function Loaded<T>(
  { of: { data, problem, reload }, children }: {
    readonly of: Resource<T>;
    readonly children: (data: T) => ComponentChildren;
  },
) {
  if (data !== undefined && !isGone(problem)) return <>{children(data)}</>;
  return problem === undefined ? <Loading /> : <Failure problem={problem} retry={reload} />;
}
