"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, Pencil, X } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { NO_ANSWER } from "@/components/sign-in/no-answer";
import { useConsole } from "@/components/shell/console-context";
import { stuckHref } from "@/components/shell/fleet-href";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { IconButton } from "@/components/ui/icon-button";
import { toast } from "@/components/ui/toast";
import { removeViewAction, renameViewAction, saveViewAction } from "@/lib/server/actions/saved-views";
import type { Result } from "@/lib/core/domain/result";
import type { RenameFailure, SavedView } from "@/lib/core/domain/triage";
import { renameFailureMessage } from "@/lib/core/format/rename-failure-message";
import { savedViewsQuery } from "@/lib/client/queries/triage";
import { ViewNameForm } from "./view-name-form";

/** The person's saved views as links, and a form that saves the current one. A colleague needs only the link. */
export function SavedViews() {
  const { fleet } = useConsole();
  const current = useSearchParams().toString();
  const { data } = useQuery(savedViewsQuery(fleet.id));
  const [named, setNamed] = useState<SavedView | "new" | null>(null);
  const runViewAction = useViewAction(fleet.id);
  const views = data?.views ?? [];
  const isTaken = (name: string) => views.some((view) => view !== named && view.name === name);
  const finishRename = async (action: Promise<Result<void, RenameFailure>>) => {
    const problem = await runViewAction(action);
    if (problem === null) setNamed(null);
    return problem;
  };
  const remove = async ({ id }: SavedView) => {
    const problem = await runViewAction(removeViewAction({ fleetId: fleet.id, id }));
    if (problem !== null) toast({ tone: "error", title: problem });
  };

  return (
    <div className="mt-3 flex flex-wrap items-center gap-2 border-t border-line pt-3">
      <span className="text-sm font-medium text-ink">Views</span>
      <ul aria-label="Saved views" className="contents">
        {views.map((view) =>
          view === named ? (
            <li key={view.id}>
              <ViewNameForm
                label={`New name of ${view.name}`}
                initial={view.name}
                verb={() => "Rename"}
                whyDenied={(name) => (isTaken(name) ? renameFailureMessage({ kind: "name-taken" }) : null)}
                onName={(name) => finishRename(renameViewAction({ fleetId: fleet.id, id: view.id, name }))}
                onLeave={() => setNamed(null)}
              />
            </li>
          ) : (
            <li
              key={view.id}
              className="inline-flex h-7 items-center rounded-full border border-line pl-2.5 text-sm"
            >
              <Link
                href={
                  `${stuckHref(fleet.id)}${view.search && `?${view.search}`}` as ReturnType<typeof stuckHref>
                }
                prefetch={false}
                aria-current={view.search === current ? "page" : undefined}
                className="max-w-60 truncate hover:underline aria-[current]:font-semibold aria-[current]:text-accent"
              >
                {view.name}
              </Link>
              <IconButton
                label={`Rename the view ${view.name}`}
                icon={<Pencil />}
                onClick={() => setNamed(view)}
              />
              <IconButton
                label={`Remove the view ${view.name}`}
                icon={<X />}
                onClick={() => void remove(view)}
              />
            </li>
          ),
        )}
      </ul>
      {named === "new" ? (
        <ViewNameForm
          label="Name of the view"
          verb={(name) => (isTaken(name) ? "Replace the one with this name" : "Save")}
          onName={(name) => finishRename(saveViewAction({ fleetId: fleet.id, name, search: current }))}
          onLeave={() => setNamed(null)}
        />
      ) : (
        <Button variant="ghost" size="sm" onClick={() => setNamed("new")}>
          <Bookmark aria-hidden />
          Save this view…
        </Button>
      )}
      <CopyButton text={() => window.location.href}>Copy link</CopyButton>
    </div>
  );
}

/**
 * Returns a function that awaits a change of the views and reads them again. The function returns a message if the
 * change was refused or the server did not answer, and null if it was made.
 */
function useViewAction(fleetId: string) {
  const client = useQueryClient();
  return async (action: Promise<Result<void, RenameFailure>>): Promise<string | null> => {
    const result = await action.catch(() => null);
    await client.invalidateQueries({ queryKey: savedViewsQuery(fleetId).queryKey });
    if (result === null) return NO_ANSWER;
    return result.ok ? null : renameFailureMessage(result.failure);
  };
}
