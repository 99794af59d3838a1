"use client";

import { createContext, use } from "react";
import type { Actor } from "@/lib/core/permissions/actor";
import type { TriageThresholds } from "@/lib/core/domain/triage";

/** The fleet of a page, and the person who looks at it. */
export interface ConsoleContext {
  fleet: {
    id: string;
    name: string;
    region: string;
    account: string | null;
    /** An option for AWS CLI commands, where the fleet is not at AWS's own address. */
    endpointOption: string | null;
    thresholds: TriageThresholds;
    /** Whether the fleet's open executions are indexed. */
    hasIndex: boolean;
  };
  actor: Actor;
  /** All fleets that this person may see, this one included. */
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
