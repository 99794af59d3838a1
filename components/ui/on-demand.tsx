"use client";

import { type ComponentType, createElement, type ReactNode, Suspense, use, useEffect, useState } from "react";
import { Button } from "./button";

/**
 * A component whose code loads when it is first shown. To show it at once, call `load` earlier, such as on hover.
 *
 * Code that cannot be loaded (no network, or a new deployment) shows a notice. It loads again on Retry, or when the
 * network is back; the rest of the page stays as it is.
 *
 * Built on React alone: next/dynamic adds 1.6 KiB of script to every page, for features that this console does not use.
 *
 * @param loading shown until then; a function gets the same props
 */
export function onDemand<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  loading: ReactNode | ((props: Props) => ReactNode) = null,
): ComponentType<Props> {
  let code: Promise<ComponentType<Props> | null> | undefined;

  function Loaded({ onRetry, props }: { onRetry: () => void; props: Props }) {
    const Component = use((code ??= load().catch(() => null)));
    // Always the same component, as modules are cached: nothing below loses its state.
    return Component ? createElement(Component, props) : <NotFetched onRetry={onRetry} />;
  }

  return function OnDemand(props: Props) {
    const [attempt, setAttempt] = useState(0);
    const retry = () => {
      code = undefined;
      setAttempt(attempt + 1);
    };
    return (
      <Suspense key={attempt} fallback={typeof loading === "function" ? loading(props) : loading}>
        <Loaded onRetry={retry} props={props} />
      </Suspense>
    );
  };
}

function NotFetched({ onRetry }: { onRetry: () => void }) {
  useEffect(() => {
    window.addEventListener("online", onRetry);
    return () => window.removeEventListener("online", onRetry);
  });
  return (
    <div
      role="alert"
      className="fixed inset-x-3 bottom-3 z-50 mx-auto flex w-fit flex-wrap items-center gap-3 rounded-lg border border-line bg-panel px-4 py-3 text-sm shadow-float"
    >
      A part of this page could not be fetched: the console does not answer, or was updated.
      <span className="flex gap-2">
        <Button size="sm" onClick={onRetry}>
          Retry
        </Button>
        <Button size="sm" onClick={() => window.location.reload()}>
          Reload the page
        </Button>
      </span>
    </div>
  );
}
