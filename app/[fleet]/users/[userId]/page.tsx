import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requireFleet } from "@/app/[fleet]/require-fleet";
import { FullPageMessage } from "@/components/shell/full-page-message";
import { UserView } from "@/components/users/user-view";
import { getAuthServices } from "@/lib/server/auth/get-auth";
import { requireSignedIn } from "@/lib/server/auth/session";
import { listSessions } from "@/lib/server/auth/sessions";
import { findUser } from "@/lib/server/auth/read-users";
import { usersFailureMessage } from "@/lib/core/format/users-failure-message";
import { listFleets } from "@/lib/server/runtime/fleets";

export const metadata: Metadata = { title: "User" };

export default async function UserPage({ params }: PageProps<"/[fleet]/users/[userId]">) {
  const { actor } = await requireFleet(params);
  const { userId } = await params;
  const services = await getAuthServices();
  const user = await findUser(services, actor, { userId });
  const sessions = await listSessions(services, await requireSignedIn(), { userId });
  if (!user.ok && user.failure.kind === "no-such-user") notFound();
  if (!user.ok || !sessions.ok)
    return (
      <FullPageMessage title="User" actions={null}>
        {usersFailureMessage({ kind: "forbidden", permission: "manage-users", because: "role" })}
      </FullPageMessage>
    );
  const fleets = listFleets(actor).map(({ id, name }) => ({ id, name }));
  return <UserView user={user.value} sessions={sessions.value} fleets={fleets} />;
}
