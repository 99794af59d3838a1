"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useConsole } from "@/components/shell/console-context";
import { thingHref } from "@/components/shell/fleet-href";
import { GroupsBelowLine } from "@/components/shell/groups-below-line";
import type { SearchControl } from "@/components/shell/use-search-state";
import { ChoiceChips } from "@/components/ui/choice-chips";
import { TextField } from "@/components/ui/text-field";
import { ATTRIBUTE_FILTER_PATTERN, SEARCH_MAX_LENGTH, type thingsFilter } from "@/lib/core/contracts/filters";
import type { GroupsBelow } from "@/lib/core/domain/groups-below";
import { THING_NAME_PATTERN, THING_NAME_RULE } from "@/lib/core/domain/names";
import { CONNECTIVITY_STATES, type Indexing } from "@/lib/core/domain/thing";
import { CONNECTIVITY_WORDS } from "@/lib/core/format/thing-words";
import { NameChoice } from "./name-choice";

type SearchState = SearchControl<typeof thingsFilter>;

/** Long enough not to call AWS for each letter, short enough not to be noticed. */
const TYPING_PAUSE_MS = 300;

/**
 * The filters that AWS supports: all of them together with fleet indexing, fewer without. Says which of the two
 * applies.
 */
export function ThingFilters({
  search,
  indexing,
  groupsBelow,
}: {
  search: SearchState;
  indexing: Indexing | null;
  groupsBelow: GroupsBelow | null;
}) {
  const off = indexing !== null && !indexing.things;
  return (
    <div className="flex flex-col gap-3">
      <div className="grid grid-cols-1 items-end gap-3 sm:grid-cols-2 xl:grid-cols-[2fr_1fr_1fr_1.3fr]">
        {off ? <ExactName /> : <NameSearch search={search} />}
        <NameChoice of="types" chosen={search.state.type} onChange={(type) => search.push({ type })} />
        <NameChoice of="groups" chosen={search.state.group} onChange={(group) => search.push({ group })} />
        <AttributeFilter search={search} key={search.state.attribute ?? ""} />
      </div>
      {indexing?.connectivity && <ConnectivityChips search={search} />}
      <div className="flex flex-col gap-1">
        <GroupsBelowLine what="Things in" group={search.state.group} below={groupsBelow} />
        {indexing && <p className="text-xs text-muted">{indexingWords(indexing)}</p>}
      </div>
    </div>
  );
}

function indexingWords({ things, connectivity, denied }: Indexing): string {
  if (!things) {
    const why = denied
      ? "This console may not ask AWS whether fleet indexing is on (iot:GetIndexingConfiguration), so it does without it: AWS"
      : "Fleet indexing is off in this account, so AWS";
    return `${why} can find a thing only by its exact name, or list by type and attribute, or by group. Connectivity is unknown.`;
  }
  if (!connectivity)
    return "Found by fleet indexing. Connectivity is not indexed in this account, so it is unknown.";
  return "Found by fleet indexing, which follows changes within seconds.";
}

function NameSearch({ search }: { search: SearchState }) {
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  // After leaving the page its URL must not change.
  useEffect(() => () => clearTimeout(pause.current), []);
  // The typed text runs ahead of the URL. When the URL changes otherwise, the URL wins.
  const searched = search.state.search ?? "";
  const [typed, setTyped] = useState({ text: searched, over: searched });
  if (typed.over !== searched)
    setTyped({ text: typed.text.trim() === searched ? typed.text : searched, over: searched });

  return (
    <TextField
      data-filter
      label="Name begins with"
      icon={<Search aria-hidden />}
      type="search"
      maxLength={SEARCH_MAX_LENGTH}
      autoComplete="off"
      spellCheck={false}
      value={typed.text}
      onChange={({ currentTarget: { value } }) => {
        setTyped({ text: value, over: searched });
        clearTimeout(pause.current);
        pause.current = setTimeout(() => search.replace({ search: value.trim() || null }), TYPING_PAUSE_MS);
      }}
    />
  );
}

/** Without the index only the registry answers, and only for whole names: so this field opens the thing. */
function ExactName() {
  const { fleet } = useConsole();
  const router = useRouter();
  const field = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<string | null>(null);

  const go = (event: FormEvent) => {
    event.preventDefault();
    const name = field.current?.value.trim() ?? "";
    if (!THING_NAME_PATTERN.test(name)) setError(THING_NAME_RULE);
    else router.push(thingHref(fleet.id, name));
  };

  return (
    <form onSubmit={go} noValidate>
      <TextField
        ref={field}
        data-filter
        label="Exact name, then Enter"
        icon={<Search aria-hidden />}
        mono
        autoComplete="off"
        spellCheck={false}
        error={error}
        onChange={() => setError(null)}
      />
    </form>
  );
}

function AttributeFilter({ search }: { search: SearchState }) {
  const field = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<string | null>(null);

  const apply = (event: FormEvent) => {
    event.preventDefault();
    const text = field.current?.value.trim() ?? "";
    const isLegal = text === "" || ATTRIBUTE_FILTER_PATTERN.test(text);
    if (isLegal) search.push({ attribute: text === "" ? null : text });
    else setError("Write it as name=value, such as site=ams.");
  };

  return (
    <form onSubmit={apply} noValidate>
      <TextField
        ref={field}
        label="Attribute, then Enter"
        placeholder="name=value"
        mono
        autoComplete="off"
        spellCheck={false}
        defaultValue={search.state.attribute ?? ""}
        error={error}
        onChange={() => setError(null)}
      />
    </form>
  );
}

function ConnectivityChips({ search: { state, push } }: { search: SearchState }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span aria-hidden className="text-sm font-medium text-ink">
        Connectivity
      </span>
      <ChoiceChips
        label="Connectivity"
        name="connectivity"
        choices={[null, ...CONNECTIVITY_STATES] as const}
        words={(choice) => (choice === null ? "Any" : CONNECTIVITY_WORDS[choice])}
        chosen={state.connectivity}
        onChange={(connectivity) => push({ connectivity })}
      />
    </div>
  );
}
