import type { Metadata } from "next";
import { requireFleet } from "@/app/[fleet]/require-fleet";
import { FullPageMessage } from "@/components/shell/full-page-message";
import { UserList } from "@/components/users/user-list";
import { getAuthServices } from "@/lib/server/auth/get-auth";
import { listUsers } from "@/lib/server/auth/read-users";
import { usersFailureMessage } from "@/lib/core/format/users-failure-message";
import { listFleets } from "@/lib/server/runtime/fleets";

export const metadata: Metadata = { title: "Users" };

export default async function UsersPage({ params }: PageProps<"/[fleet]/users">) {
  const { actor } = await requireFleet(params);
  const users = await listUsers(await getAuthServices(), actor);
  if (!users.ok)
    return (
      <FullPageMessage title="Users" actions={null}>
        {usersFailureMessage(users.failure)}
      </FullPageMessage>
    );
  const fleets = listFleets(actor).map(({ id, name }) => ({ id, name }));
  return <UserList users={users.value} fleets={fleets} />;
}
