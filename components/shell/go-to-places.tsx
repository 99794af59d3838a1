"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type RefObject, useState } from "react";
import type { CancelSelector } from "@/lib/core/domain/operation";
import { LEADING_WILDCARD_QUERY_LENGTH } from "@/lib/core/domain/search-term";
import { awsNamesQuery, knownNamesQuery } from "@/lib/client/queries/names";
import { useConsole } from "./console-context";
import { GoToNotices, type NameSearch } from "./go-to-notices";
import { GoToOption } from "./go-to-option";
import { goToGroups, goToHint, type GoToItem, goToPart, goToProblem } from "./go-to-items";
import { readRecentPlaces } from "./recent-places";
import { useOptionKeys } from "./use-option-keys";

const LIST_ID = "go-to-places";
const optionId = (at: number) => `go-to-place-${at}`;
const keyOf = (item: GoToItem) => `${item.kind} ${item.kind === "cancel-queued" ? item.on : ""} ${item.name}`;

/** The places and actions that match the input, and the searches that failed. */
export function GoToPlaces({
  fleetId,
  typed,
  input,
  onPlan,
  onClose,
}: {
  fleetId: string;
  typed: string;
  input: RefObject<HTMLInputElement | null>;
  onPlan: (selector: CancelSelector) => void;
  onClose: () => void;
}) {
  const router = useRouter();
  const { actor } = useConsole();
  const [recent] = useState(() => readRecentPlaces(fleetId, actor.id));
  // The first option is active until the person moves, and again when the input changes.
  const [moved, setMoved] = useState<{ typed: string; to: string } | null>(null);
  const problem = goToProblem(typed);
  const part = problem === null ? goToPart(typed).part : "";
  const known = useQuery(knownNamesQuery(fleetId, part));
  const aws = useQuery(awsNamesQuery(fleetId, part));
  const groups = goToGroups(fleetId, actor, typed, {
    console: known.data ?? null,
    aws: aws.data ?? null,
    recent,
  });
  const isCertain = !known.isFetching && !aws.isFetching;
  const isFound = groups.some(({ label }) => label === "Things" || label === "Jobs");
  const items = groups.flatMap((group) => group.items);
  const at = moved?.typed === typed ? items.findIndex((item) => keyOf(item) === moved.to) : 0;
  const active = Math.max(at, 0);

  const moveTo = (to: number) => setMoved({ typed, to: keyOf(items[to]!) });
  const go = (item: GoToItem) => {
    if (item.kind === "cancel-queued" && item.refusal !== null) return;
    onClose();
    if (item.kind === "cancel-queued") onPlan(item.selector);
    else router.push(item.href);
  };
  useOptionKeys(
    input,
    { count: items.length, active, listId: LIST_ID, activeId: optionId(active) },
    moveTo,
    () => go(items[active]!),
  );

  return (
    <>
      <p id="go-to-problem" role="status" className="px-4 pt-2 text-sm text-muted empty:hidden">
        {problem !== null ? (
          <span className="text-danger">{problem}</span>
        ) : part === "" ? (
          goToHint(typed, groups)
        ) : (
          isCertain && searchedWords(part, known, aws, isFound)
        )}
      </p>
      {part !== "" && <GoToNotices known={known} aws={aws} />}
      {items.length > 0 && (
        <div id={LIST_ID} role="listbox" aria-label="Places" className="max-h-96 overflow-y-auto p-1.5">
          {groups.map(({ label, items: own }) => (
            <div key={label} role="group" aria-label={label}>
              <div aria-hidden className="px-2.5 pt-2 pb-1 text-xs font-medium text-muted">
                {label}
              </div>
              {own.map((item) => (
                <GoToOption
                  key={keyOf(item)}
                  id={optionId(items.indexOf(item))}
                  item={item}
                  isActive={item === items[active]}
                  onPoint={() => moveTo(items.indexOf(item))}
                  onChoose={() => go(item)}
                />
              ))}
            </div>
          ))}
        </div>
      )}
    </>
  );
}

/** What the successful searches did not find; null where they found something and left nothing out. */
function searchedWords(part: string, known: NameSearch, aws: NameSearch, isFound: boolean): string | null {
  if (aws.data?.missing?.kind === "too-long") return TOO_LONG;
  if (aws.data?.missing?.kind === "more")
    return "AWS’s index has more such names than were read. Type more of the name.";
  if (isFound || known.error || aws.error || aws.data?.missing) return null;
  return `No known name contains “${part}”. What was never listed here can be opened by its exact name.`;
}

const TOO_LONG =
  `AWS’s index was searched only for names that begin with this: a search within names takes ` +
  `${LEADING_WILDCARD_QUERY_LENGTH} characters, and “-” and “:” count twice.`;
