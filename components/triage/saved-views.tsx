"use client";
// Cheap to draw: what the compiler would keep weighs more than drawing it again.
"use no memo";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, X } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useConsole } from "@/components/shell/console-context";
import { stuckHref } from "@/components/shell/fleet-href";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { IconButton } from "@/components/ui/icon-button";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { removeViewAction, saveViewAction } from "@/lib/actions/saved-views";
import type { Result } from "@/lib/domain/result";
import type { ReadFailure } from "@/lib/domain/read-failure";
import { readFailureMessage } from "@/lib/format/read-failure-message";
import { savedViewsQuery } from "@/lib/queries/triage";

/** One's own views, each a link, and the way to keep what is shown as another. Colleagues get the link itself. */
export function SavedViews() {
  const { fleet } = useConsole();
  const client = useQueryClient();
  const current = useSearchParams().toString();
  const { data } = useQuery(savedViewsQuery(fleet.id));
  const [naming, setNaming] = useState(false);

  const settle = async (deed: Promise<Result<void, ReadFailure>>) => {
    const result = await deed;
    if (!result.ok) toast({ tone: "error", title: readFailureMessage(result.failure) });
    await client.invalidateQueries({ queryKey: savedViewsQuery(fleet.id).queryKey });
    return result.ok;
  };
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get("name");
    if (typeof name !== "string" || name.trim() === "") return;
    if (await settle(saveViewAction({ fleetId: fleet.id, name: name.trim(), search: current })))
      setNaming(false);
  };

  return (
    <div className="mt-3 flex flex-wrap items-center gap-2 border-t border-line pt-3">
      <span className="text-sm font-medium text-ink">Views</span>
      <ul aria-label="Saved views" className="contents">
        {(data?.views ?? []).map(({ id, name, search }) => (
          <li
            key={id}
            className="inline-flex h-7 items-center rounded-full border border-line pl-2.5 text-sm"
          >
            <Link
              href={`${stuckHref(fleet.id)}${search && `?${search}`}` as ReturnType<typeof stuckHref>}
              prefetch={false}
              aria-current={search === current ? "page" : undefined}
              className="max-w-60 truncate hover:underline aria-[current]:font-semibold aria-[current]:text-accent"
            >
              {name}
            </Link>
            <IconButton
              label={`Remove the view ${name}`}
              icon={<X />}
              onClick={() => void settle(removeViewAction({ fleetId: fleet.id, id }))}
            />
          </li>
        ))}
      </ul>
      {naming ? (
        <form onSubmit={(event) => void save(event)} className="flex items-end gap-2">
          <TextField
            label="Name of the view"
            labelHidden
            placeholder="Name of the view"
            name="name"
            maxLength={60}
            autoFocus
          />
          <Button type="submit">Save</Button>
          <Button variant="ghost" onClick={() => setNaming(false)}>
            Leave
          </Button>
        </form>
      ) : (
        <Button variant="ghost" size="sm" onClick={() => setNaming(true)}>
          <Bookmark aria-hidden />
          Save this view…
        </Button>
      )}
      <CopyButton text={() => window.location.href}>Copy link</CopyButton>
    </div>
  );
}
