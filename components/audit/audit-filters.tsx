"use client";

import type { ReactNode } from "react";
import { useConsole } from "@/components/shell/console-context";
import type { SearchControl } from "@/components/shell/use-search-state";
import { Select } from "@/components/ui/select";
import type { auditPageState } from "@/lib/core/contracts/audit-filter";
import { auditOutcomeWord, actionWord, KNOWN_ACTIONS, KNOWN_OUTCOMES } from "@/lib/core/format/audit-words";
import { ExactFilter } from "@/components/ui/exact-filter";

/** Filters by person, fleet, thing, job, action, outcome and time. Each matches exactly, as an index answers it. */
export function AuditFilters({
  search: { state, push },
  children,
}: {
  search: SearchControl<typeof auditPageState>;
  children: ReactNode;
}) {
  const { fleets } = useConsole();
  const names = new Map(fleets.map(({ id, name }) => [id, name]));
  return (
    <form className="flex flex-col gap-3" role="search" onSubmit={(event) => event.preventDefault()}>
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-4">
        <ExactFilter label="Person" value={state.person} onChange={(person) => push({ person })} />
        <ExactFilter label="Thing" mono value={state.thing} onChange={(thing) => push({ thing })} />
        <ExactFilter label="Job" mono value={state.job} onChange={(job) => push({ job })} />
        <ExactFilter
          label="Operation"
          mono
          value={state.operation}
          onChange={(operation) => push({ operation })}
        />
        <Select
          label="Fleet"
          value={state.fleet ?? ""}
          onChange={({ currentTarget: { value } }) => push({ fleet: value || null })}
          options={withAny(
            "All fleets",
            withOwn([...names.keys()], state.fleet),
            (id) => names.get(id) ?? id,
          )}
        />
        <Select
          label="Action"
          value={state.action ?? ""}
          onChange={({ currentTarget: { value } }) => push({ action: value || null })}
          options={withAny("Any action", withOwn(KNOWN_ACTIONS, state.action), actionWord)}
        />
        <Select
          label="Outcome"
          value={state.outcome ?? ""}
          onChange={({ currentTarget: { value } }) => push({ outcome: value || null })}
          options={withAny("Any outcome", withOwn(KNOWN_OUTCOMES, state.outcome), auditOutcomeWord)}
        />
        <ExactFilter
          label="From (UTC)"
          type="datetime-local"
          value={state.from}
          onChange={(from) => push({ from })}
        />
        <ExactFilter
          label="Before (UTC)"
          type="datetime-local"
          value={state.to}
          onChange={(to) => push({ to })}
        />
      </div>
      <div className="flex flex-wrap items-center gap-2">{children}</div>
    </form>
  );
}

function withAny(any: string, values: readonly string[], toWord: (value: string) => string) {
  return [{ value: "", label: any }, ...values.map((value) => ({ value, label: toWord(value) }))];
}

/** The choices include the value of the URL, whatever it is. */
const withOwn = (known: readonly string[], own: string | null) =>
  own === null || known.includes(own) ? known : [...known, own];
