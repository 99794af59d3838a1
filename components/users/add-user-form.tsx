"use client";

import { type SubmitEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";
import { addUserAction } from "@/lib/server/actions/users";
import { type FleetChoice, LimitFields, type RoleAndLimits } from "./limit-fields";
import { useUsersAction } from "./use-users-action";

const EMPTY = { email: "", name: "", password: "" };
const NO_LIMITS: RoleAndLimits = { role: "viewer", fleets: null, thingPattern: "" };

const loadSchema = () => import("./parse-add-user"); // zod loads while one types

/** Adds a person, with a first password or for the identity provider. */
export function AddUserForm({ fleets }: { fleets: readonly FleetChoice[] }) {
  const [person, setPerson] = useState(EMPTY);
  const [limits, setLimits] = useState(NO_LIMITS);
  const [issue, setIssue] = useState<string | null>(null);
  const { run, pending, problem } = useUsersAction();

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const { parseAddUser } = await loadSchema();
    const command = parseAddUser({ ...person, ...limits });
    setIssue(command.success ? null : (command.error.issues[0]?.message ?? "This cannot be added"));
    if (!command.success) return;
    if (await run("add", () => addUserAction(command.data), `Added ${command.data.email}`)) {
      setPerson(EMPTY);
      setLimits(NO_LIMITS);
    }
  };
  const field = (name: keyof typeof EMPTY) => ({
    value: person[name],
    onChange: (event: { target: { value: string } }) => setPerson({ ...person, [name]: event.target.value }),
  });

  return (
    <form
      className="flex max-w-md flex-col gap-4"
      noValidate
      onFocus={() => void loadSchema()}
      onSubmit={(event) => void submit(event)}
    >
      {(issue ?? problem) && (
        <Notice tone="danger" announce>
          {issue ?? problem}
        </Notice>
      )}
      <TextField label="E-mail" type="email" autoComplete="off" {...field("email")} />
      <TextField label="Name" autoComplete="off" {...field("name")} />
      <TextField
        label="Password"
        type="password"
        autoComplete="new-password"
        hint="At least 12 characters. Empty: the person signs in with the identity provider only."
        {...field("password")}
      />
      <LimitFields value={limits} fleets={fleets} onChange={setLimits} />
      <Button type="submit" variant="primary" className="self-start" pending={pending === "add"}>
        Add user
      </Button>
    </form>
  );
}
