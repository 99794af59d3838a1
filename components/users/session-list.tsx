"use client";

import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ExactTime } from "@/components/ui/exact-time";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { endSessionAction } from "@/lib/server/actions/users";
import type { Session } from "@/lib/core/contracts/users";
import { browserWords } from "./browser-words";
import { useUsersAction } from "./use-users-action";

/** Where a person is signed in, and a way to end each. */
export function SessionList({ userId, sessions }: { userId: string; sessions: readonly Session[] }) {
  const { run, pending, problem } = useUsersAction();
  const others = sessions.filter(({ isThis }) => !isThis);
  const end = (sessionId: string | null) =>
    run(
      sessionId ?? "all",
      () => endSessionAction({ userId, sessionId }),
      sessionId === null ? "Ended the sessions" : "Ended the session",
    );

  return (
    <Panel
      title="Sessions"
      aside={
        others.length > 1 && (
          <Button size="sm" className="ml-auto" pending={pending === "all"} onClick={() => void end(null)}>
            {others.length === sessions.length ? "End all" : "End all others"}
          </Button>
        )
      }
    >
      {problem && (
        <Notice tone="danger" announce className="mb-3">
          {problem}
        </Notice>
      )}
      {sessions.length === 0 && <p className="text-sm text-muted">Not signed in anywhere.</p>}
      <ul className="flex flex-col divide-y divide-line">
        {sessions.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5 text-sm">
            <div className="min-w-0 flex-1">
              <span className="font-medium text-ink">{browserWords(session.browser)}</span>{" "}
              {session.isThis && <Badge tone="info">this one</Badge>}
              <span className="block text-xs text-muted">
                from {session.address ?? "an unknown address"}, since <ExactTime date={session.startedAt} />,
                last seen <ExactTime date={session.lastSeenAt} />
              </span>
            </div>
            {!session.isThis && (
              <Button size="sm" pending={pending === session.id} onClick={() => void end(session.id)}>
                End session
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
