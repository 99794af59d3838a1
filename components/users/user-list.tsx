"use client";

import Link from "next/link";
import { userHref } from "@/components/shell/fleet-href";
import { useConsole } from "@/components/shell/console-context";
import { ExactTime } from "@/components/ui/exact-time";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import type { User } from "@/lib/core/contracts/users";
import { countOf } from "@/lib/core/format/count";
import { AddUserForm } from "./add-user-form";
import type { FleetChoice } from "./limit-fields";
import { limitsInWords, waysInWords } from "./user-words";

/** Everyone who may sign in, and a form that adds a person. */
export function UserList({ users, fleets }: { users: readonly User[]; fleets: readonly FleetChoice[] }) {
  const { fleet } = useConsole();
  return (
    <>
      <PageHeader title="Users" meta={countOf(users.length, "person", "people")} />
      <div className="flex flex-col gap-4">
        <Panel padded={false}>
          <div className="overflow-x-auto">
            <table className="w-full text-sm">
              <thead>
                <tr className="border-b border-line text-left text-xs text-muted [&_th]:px-4 [&_th]:py-2 [&_th]:font-medium">
                  <th scope="col">E-mail</th>
                  <th scope="col">Role</th>
                  <th scope="col">Limited to</th>
                  <th scope="col">Signs in by</th>
                  <th scope="col">Sessions</th>
                  <th scope="col">Last seen</th>
                </tr>
              </thead>
              <tbody>
                {users.map((user) => (
                  <tr key={user.id} className="border-b border-line last:border-b-0 [&_td]:px-4 [&_td]:py-2">
                    <td>
                      <Link
                        href={userHref(fleet.id, user.id)}
                        className="font-medium text-ink underline-offset-2 hover:underline"
                      >
                        {user.email}
                      </Link>
                      {user.name !== user.email && (
                        <span className="block text-xs text-muted">{user.name}</span>
                      )}
                    </td>
                    <td>{user.role ?? "none: not let in"}</td>
                    <td>{limitsInWords(user)}</td>
                    <td>{waysInWords(user.waysIn)}</td>
                    <td>{user.sessions}</td>
                    <td>{user.lastSeenAt ? <ExactTime date={user.lastSeenAt} /> : "never, or signed out"}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Panel>
        <Panel title="Add a user">
          <AddUserForm fleets={fleets} />
        </Panel>
      </div>
    </>
  );
}
