"use client";

import Link from "next/link";
import { useConsole } from "@/components/shell/console-context";
import { operationHref } from "@/components/shell/fleet-href";

/** An operation's id, as a link to its page. */
export function OperationLink({ operationId }: { operationId: string }) {
  const { fleet } = useConsole();
  return (
    <Link
      href={operationHref(fleet.id, operationId)}
      prefetch={false}
      className="font-mono text-accent hover:underline"
    >
      {operationId}
    </Link>
  );
}
