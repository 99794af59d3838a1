"use client";

import { GroupsBelowLine } from "@/components/shell/groups-below-line";
import type { SearchControl } from "@/components/shell/use-search-state";
import { NameChoice } from "@/components/things/name-choice";
import { ChoiceChips } from "@/components/ui/choice-chips";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { TRIAGE_STATES, type triageState } from "@/lib/core/contracts/triage-filter";
import type { GroupsBelow } from "@/lib/core/domain/groups-below";
import { JOB_ID_PATTERN, JOB_ID_RULE, THING_NAME_PATTERN, THING_NAME_RULE } from "@/lib/core/domain/names";
import { CONNECTIVITY_STATES } from "@/lib/core/domain/thing";
import { TRIAGE_REASONS, TRIAGE_VIEWS, type TriageView } from "@/lib/core/domain/triage";
import { CONNECTIVITY_WORDS } from "@/lib/core/format/thing-words";
import { triageReasonWords } from "@/lib/core/format/triage-words";
import { useNameDraft } from "./use-name-draft";

type Search = SearchControl<typeof triageState>;

const VIEW_WORDS: Record<TriageView, string> = {
  age: "By age",
  job: "By job",
  thing: "By thing",
  reason: "By reason",
};
const STATE_WORDS = { stuck: "Stuck", waiting: "Waiting", both: "Both" } as const;
const AGES = [
  ["", "Any"],
  ["6", "6 hours"],
  ["24", "a day"],
  ["72", "3 days"],
  ["168", "a week"],
  ["720", "30 days"],
] as const;

/** The view, the state, and the filters of the rows. All of it is in the URL. */
export function StuckFilters({ search, groupsBelow }: { search: Search; groupsBelow: GroupsBelow | null }) {
  const { state, push } = search;
  const older = state.older?.toString() ?? "";
  const ages = AGES.some(([value]) => value === older) ? AGES : [...AGES, [older, `${older} hours`] as const];
  return (
    <div role="search" className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-x-6 gap-y-2.5">
        <ChoiceChips
          label="View"
          name="view"
          choices={TRIAGE_VIEWS}
          words={(view) => VIEW_WORDS[view]}
          chosen={state.view}
          onChange={(view) => push({ view })}
        />
        <ChoiceChips
          label="State"
          name="state"
          choices={TRIAGE_STATES}
          words={(name) => STATE_WORDS[name]}
          chosen={state.state}
          onChange={(name) => push({ state: name, reason: null })}
        />
      </div>
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <NameField
          label={state.only === null ? "Thing name contains" : "Thing name is exactly"}
          value={state.only ?? state.thing}
          pattern={THING_NAME_PATTERN}
          rule={THING_NAME_RULE}
          onChange={(thing) => push({ thing, only: null })}
          isFirst
        />
        <NameField
          label="Job id is exactly"
          value={state.job}
          pattern={JOB_ID_PATTERN}
          rule={JOB_ID_RULE}
          onChange={(job) => push({ job })}
        />
        <NameChoice of="types" chosen={state.type} onChange={(type) => push({ type })} />
        <NameChoice of="groups" chosen={state.group} onChange={(group) => push({ group })} />
        <Select
          label="Connectivity"
          value={state.connectivity ?? ""}
          onChange={({ currentTarget: { value } }) =>
            push({ connectivity: CONNECTIVITY_STATES.find((known) => known === value) ?? null })
          }
          options={[
            { value: "", label: "Any" },
            ...CONNECTIVITY_STATES.map((state) => ({ value: state, label: CONNECTIVITY_WORDS[state] })),
          ]}
        />
        <Select
          label="For longer than"
          value={older}
          onChange={({ currentTarget: { value } }) => push({ older: value === "" ? null : Number(value) })}
          options={ages.map(([value, label]) => ({ value, label }))}
        />
        <Select
          label="Job has a timeout"
          value={state.timeout ?? ""}
          onChange={({ currentTarget: { value } }) =>
            push({ timeout: value === "yes" || value === "no" ? value : null })
          }
          options={[
            { value: "", label: "Any" },
            { value: "yes", label: "Yes" },
            { value: "no", label: "No" },
          ]}
        />
        <Select
          label="Reason"
          value={state.reason ?? ""}
          onChange={({ currentTarget: { value } }) =>
            push({ reason: TRIAGE_REASONS.find((reason) => reason === value) ?? null })
          }
          options={[
            { value: "", label: "Any" },
            ...TRIAGE_REASONS.filter(
              (reason) => fitsState(reason, state.state) || reason === state.reason,
            ).map((reason) => ({ value: reason, label: triageReasonWords(reason) })),
          ]}
        />
      </div>
      <GroupsBelowLine what="Things in" group={state.group} below={groupsBelow} />
    </div>
  );
}

const fitsState = (reason: string, state: (typeof TRIAGE_STATES)[number]) =>
  state === "both" || reason.startsWith("stuck") === (state === "stuck");

/** Applied on Enter, or when the field is left: each request searches the whole index. */
function NameField({
  label,
  value,
  pattern,
  rule,
  onChange,
  isFirst = false,
}: {
  label: string;
  value: string | null;
  pattern: RegExp;
  rule: string;
  onChange: (value: string | null) => void;
  isFirst?: boolean;
}) {
  const { error, ...field } = useNameDraft(value, pattern, onChange);
  return (
    <TextField
      data-filter={isFirst ? true : undefined}
      label={label}
      mono
      autoComplete="off"
      spellCheck={false}
      error={error ? rule : null}
      {...field}
    />
  );
}
