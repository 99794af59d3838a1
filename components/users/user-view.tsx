"use client";

import { type SubmitEvent, useState } from "react";
import { useConsole } from "@/components/shell/console-context";
import { usersHref } from "@/components/shell/fleet-href";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { TextField } from "@/components/ui/text-field";
import { changeUserAction, removeUserAction, resetPasswordAction } from "@/lib/server/actions/users";
import type { Session, User } from "@/lib/core/contracts/users";
import { type FleetChoice, LimitFields, type RoleAndLimits } from "./limit-fields";
import { SessionList } from "./session-list";
import { useUsersAction } from "./use-users-action";

/** One person: role and limits, sessions, password, removal. Each has its own button and takes effect at once. */
export function UserView({
  user,
  sessions,
  fleets,
}: {
  user: User;
  sessions: readonly Session[];
  fleets: readonly FleetChoice[];
}) {
  const { fleet } = useConsole();
  return (
    <>
      <PageHeader
        title={user.email}
        crumbs={[{ label: "Users", href: usersHref(fleet.id) }, { label: user.email }]}
        meta={user.name === user.email ? undefined : user.name}
      />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <RolePanel user={user} fleets={fleets} />
        <div className="flex flex-col gap-4">
          <SessionList userId={user.id} sessions={sessions} />
          <PasswordPanel user={user} />
          <RemovePanel user={user} />
        </div>
      </div>
    </>
  );
}

function RolePanel({ user, fleets }: { user: User; fleets: readonly FleetChoice[] }) {
  const { run, pending, problem } = useUsersAction();
  const [value, setValue] = useState<RoleAndLimits>({
    role: user.role ?? "viewer",
    fleets: user.fleets,
    thingPattern: user.thingPattern ?? "",
  });
  const save = () =>
    run("save", () => changeUserAction({ userId: user.id, ...value }), `Changed ${user.email}`);
  return (
    <Panel title="Role and limits">
      <div className="flex flex-col gap-4">
        <Problem text={problem} />
        <LimitFields value={value} fleets={fleets} onChange={setValue} />
        <Button
          variant="primary"
          className="self-start"
          pending={pending === "save"}
          onClick={() => void save()}
        >
          Save
        </Button>
      </div>
    </Panel>
  );
}

function PasswordPanel({ user }: { user: User }) {
  const { run, pending, problem } = useUsersAction();
  const [password, setPassword] = useState("");
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const reset = () => resetPasswordAction({ userId: user.id, password });
    if (await run("reset", reset, `Set a new password for ${user.email}`)) setPassword("");
  };
  return (
    <Panel title="Password">
      <form className="flex flex-col gap-4" noValidate onSubmit={(event) => void submit(event)}>
        <Problem text={problem} />
        <TextField
          label="New password"
          type="password"
          autoComplete="new-password"
          hint="At least 12 characters. It ends all sessions of this person."
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button type="submit" className="self-start" pending={pending === "reset"}>
          Set password
        </Button>
      </form>
    </Panel>
  );
}

function RemovePanel({ user }: { user: User }) {
  const { fleet } = useConsole();
  const { run, pending, problem } = useUsersAction();
  const [sure, setSure] = useState(false);
  // The page of a removed user is gone: reading it again would log a 404 in the browser.
  const remove = () =>
    run("remove", () => removeUserAction({ userId: user.id }), `Removed ${user.email}`, usersHref(fleet.id));
  return (
    <Panel title="Remove">
      <div className="flex flex-col gap-4">
        <Problem text={problem} />
        <Checkbox
          label={`Remove ${user.email}`}
          hint="All sessions end. What this person did stays in the audit log."
          checked={sure}
          onChange={(event) => setSure(event.target.checked)}
        />
        <Button
          variant="danger"
          className="self-start"
          pending={pending === "remove"}
          disabledReason={sure ? null : "Tick the box first."}
          onClick={() => void remove()}
        >
          Remove user
        </Button>
      </div>
    </Panel>
  );
}

function Problem({ text }: { text: string | null }) {
  return text === null ? null : (
    <Notice tone="danger" announce>
      {text}
    </Notice>
  );
}
