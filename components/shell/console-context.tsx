"use client";

import { createContext, use } from "react";
import type { Actor } from "@/lib/core/permissions/actor";
import type { TriageThresholds } from "@/lib/core/domain/triage";

/** Which fleet a page is about, and who looks at it. */
export interface ConsoleContext {
  fleet: {
    id: string;
    name: string;
    region: string;
    account: string | null;
    /** For commands of the AWS CLI, where the fleet is not at AWS's own address. */
    endpointOption: string | null;
    thresholds: TriageThresholds;
    /** Whether its open executions are read into an index at all. */
    hasIndex: boolean;
  };
  actor: Actor;
  /** All that this person has to do with, this one among them. */
  fleets: readonly { id: string; name: string }[];
}

const Context = createContext<ConsoleContext | null>(null);

export const ConsoleProvider = Context.Provider;

/** The fleet and the person of this page. @throws outside of a fleet's pages */
export function useConsole(): ConsoleContext {
  const context = use(Context);
  if (context === null) throw new Error("useConsole() is for the pages of a fleet");
  return context;
}
