"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useConsole } from "@/components/shell/console-context";
import type { OpenOfThing } from "@/lib/core/domain/triage";
import { openOfThingsQuery } from "@/lib/client/queries/triage";

const READ_EVERY_MS = 15_000;
/** The most things that the route takes at once: more than fit into any window. */
const MAX_THINGS = 200;

/** Undefined: not read yet. Null: the index has nothing of this thing, or cannot be read. */
export type OpenOf = (thingName: string) => OpenOfThing | null | undefined;

/** What the index has of the things in view: one read of our own store for all of them. */
export function useOpenOfThings(inView: ReadonlySet<string>): OpenOf {
  const { fleet } = useConsole();
  const names = [...inView].sort().slice(0, MAX_THINGS);
  const { data, error, isPlaceholderData } = useQuery({
    ...openOfThingsQuery(fleet.id, names),
    enabled: fleet.hasIndex && names.length > 0,
    refetchInterval: READ_EVERY_MS,
    placeholderData: keepPreviousData,
  });
  const known = new Map(data?.things.map((thing) => [thing.thingName, thing]));
  // While other names are read, the previous answer says nothing about a row that has just come into view.
  const isRead = data !== undefined && !isPlaceholderData;
  return (thingName) => known.get(thingName) ?? (isRead || error || !fleet.hasIndex ? null : undefined);
}
