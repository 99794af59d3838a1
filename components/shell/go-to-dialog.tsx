"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Kbd } from "@/components/ui/kbd";
import type { CancelQuestion } from "@/lib/domain/operation";
import { LEADING_WILDCARD_QUERY_LENGTH } from "@/lib/domain/search-term";
import { awsNamesQuery, knownNamesQuery } from "@/lib/queries/names";
import { useConsole } from "./console-context";
import { GoToNotices, type NameSearch } from "./go-to-notices";
import { GoToOption } from "./go-to-option";
import { type GoToGroup, goToGroups, goToHint, type GoToItem, goToPart, goToProblem } from "./go-to-items";
import { readRecentPlaces } from "./recent-places";

/** Type a part of a name, press Enter, be there. Open for as long as it is mounted. */
export function GoToDialog({
  fleetId,
  onAsk,
  onClose,
}: {
  fleetId: string;
  /** Opens the plan of a bulk cancellation. */
  onAsk: (question: CancelQuestion) => void;
  onClose: () => void;
}) {
  const router = useRouter();
  const { actor } = useConsole();
  const [typed, setTyped] = useState("");
  const [recent] = useState(() => readRecentPlaces(fleetId, actor.id));
  const problem = goToProblem(typed);
  const part = problem === null ? goToPart(typed).part : "";
  const known = useQuery(knownNamesQuery(fleetId, part));
  const aws = useQuery(awsNamesQuery(fleetId, part));
  const groups = goToGroups(fleetId, actor, typed, {
    console: known.data ?? null,
    aws: aws.data ?? null,
    recent,
  });
  const isSettled = !known.isFetching && !aws.isFetching;
  const isFound = groups.some(({ label }) => label === "Things" || label === "Jobs");

  const go = (item: GoToItem) => {
    if (item.kind === "cancel-queued" && item.refusal !== null) return;
    onClose();
    if (item.kind === "cancel-queued") onAsk(item.question);
    else router.push(item.href);
  };

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-50 bg-scrim" />
        <Dialog.Popup
          aria-label="Go to"
          className="fixed top-[min(12vh,6rem)] left-1/2 z-50 w-[calc(100vw-1.5rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-xl border border-line bg-panel text-body shadow-float outline-none"
        >
          <Autocomplete.Root
            open
            inline
            items={groups}
            itemToStringValue={(item: GoToItem) => item.name}
            filter={null}
            value={typed}
            onValueChange={(value, { reason }) => reason !== "item-press" && setTyped(value)}
            autoHighlight="always"
          >
            <div className="flex items-center gap-2.5 border-b border-line px-4">
              <Search aria-hidden className="size-4 shrink-0 text-muted" />
              <Autocomplete.Input
                aria-label="Part of a thing's name or a job's id, or a page"
                aria-describedby="go-to-problem"
                placeholder="Part of a thing’s name or a job’s id, or a page"
                autoComplete="off"
                spellCheck={false}
                className="h-12 min-w-0 flex-1 bg-transparent font-mono text-base text-ink outline-none placeholder:font-sans"
              />
              <Dialog.Close aria-label="Close, Esc" className="rounded-sm">
                <Kbd>Esc</Kbd>
              </Dialog.Close>
            </div>
            <p id="go-to-problem" role="status" className="px-4 pt-2 text-sm text-muted empty:hidden">
              {problem !== null ? (
                <span className="text-danger">{problem}</span>
              ) : part === "" ? (
                goToHint(typed, groups)
              ) : (
                isSettled && searchedWords(part, known, aws, isFound)
              )}
            </p>
            {part !== "" && <GoToNotices known={known} aws={aws} />}
            <Autocomplete.List aria-label="Places" className="max-h-96 overflow-y-auto p-1.5">
              {(group: GoToGroup) => (
                <Autocomplete.Group key={group.label} items={group.items}>
                  <Autocomplete.GroupLabel className="px-2.5 pt-2 pb-1 text-xs font-medium text-muted">
                    {group.label}
                  </Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(item: GoToItem) => (
                      <GoToOption
                        key={`${item.kind} ${item.kind === "cancel-queued" ? item.on : ""} ${item.name}`}
                        item={item}
                        onChoose={() => go(item)}
                      />
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** What the searches that worked have not found; nothing where they found something and left nothing out. */
function searchedWords(part: string, known: NameSearch, aws: NameSearch, isFound: boolean): string | null {
  if (aws.data?.missing?.kind === "too-long") return TOO_LONG;
  if (isFound || known.error || aws.error || aws.data?.missing) return null;
  return `No known name contains “${part}”. What was never listed here can be opened by its exact name.`;
}

const TOO_LONG =
  `AWS’s index was searched only for names that begin with this: a search within names takes ` +
  `${LEADING_WILDCARD_QUERY_LENGTH} characters, and “-” and “:” count twice.`;
