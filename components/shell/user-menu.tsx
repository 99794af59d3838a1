import { LogOut, MonitorSmartphone } from "lucide-react";
import Link from "next/link";
import type { Actor } from "@/lib/core/permissions/actor";
import { accountHref } from "./fleet-href";
import { SignOutButton } from "./sign-out-button";

const ITEM =
  "flex h-8 w-full items-center gap-2.5 rounded-md px-2.5 text-left text-body hover:bg-hover [&_svg]:size-4";

/**
 * Who is signed in and in which role, with links to the account and out, in the browser's own popover. A server
 * component except for signing out.
 */
export function UserMenu({
  actor,
  fleetId,
}: {
  actor: Pick<Actor, "name" | "email" | "role">;
  fleetId: string;
}) {
  return (
    <>
      <button
        type="button"
        popoverTarget="user-menu"
        className="flex h-8 items-center gap-2 rounded-md px-1.5 text-sm text-body hover:bg-hover"
      >
        <span
          aria-hidden
          className="flex size-6.5 shrink-0 items-center justify-center rounded-full bg-accent-soft text-2xs font-semibold text-accent"
        >
          {actor.name.slice(0, 2).toUpperCase()}
        </span>
        <span className="sr-only">{`${actor.name}, ${actor.role}`}</span>
        <span aria-hidden className="hidden sm:inline">
          {actor.role}
        </span>
      </button>
      <div
        id="user-menu"
        popover="auto"
        className="fixed inset-auto top-14 right-4 m-0 mt-1 w-60 rounded-lg border border-line-strong bg-panel p-1 text-sm text-body shadow-float supports-[position-area:bottom]:top-auto supports-[position-area:bottom]:right-auto supports-[position-area:bottom]:[position-area:bottom_span-left]"
      >
        <p className="px-2.5 py-2">
          <span className="block truncate font-medium text-ink">{actor.name}</span>
          {actor.email !== undefined && actor.email !== actor.name && (
            <span className="block truncate text-xs text-muted">{actor.email}</span>
          )}
          <span className="block text-xs text-muted">Role: {actor.role}</span>
        </p>
        <Link href={accountHref(fleetId)} className={ITEM}>
          <MonitorSmartphone aria-hidden />
          Your account
        </Link>
        <SignOutButton className={ITEM}>
          <LogOut aria-hidden />
          Sign out
        </SignOutButton>
      </div>
    </>
  );
}
