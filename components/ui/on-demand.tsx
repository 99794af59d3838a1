import { type ComponentType, lazy, type ReactNode, Suspense } from "react";

/**
 * A component whose code comes when it is first shown; call `load` when somebody reaches for it, and it is there.
 *
 * React's own `lazy`, and not next/dynamic: that adds 1.6 KiB of script to every page, for what we do not use.
 *
 * @param loading stands in its place until then
 */
export function onDemand<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  loading: ReactNode = null,
): ComponentType<Props> {
  const Loaded = lazy(async () => ({ default: await load() }));
  return function OnDemand(props: Props) {
    return (
      <Suspense fallback={loading}>
        <Loaded {...props} />
      </Suspense>
    );
  };
}
