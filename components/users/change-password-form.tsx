"use client";

import { type SubmitEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { TextField } from "@/components/ui/text-field";
import { changePasswordAction } from "@/lib/server/actions/users";
import { useUsersAction } from "./use-users-action";

const EMPTY = { current: "", password: "", again: "" };

/** Changes the person's own password, which signs them out everywhere else. */
export function ChangePasswordForm() {
  const [typed, setTyped] = useState(EMPTY);
  const [differs, setDiffers] = useState(false);
  const { run, pending, problem } = useUsersAction();

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const { current, password, again } = typed;
    setDiffers(password !== again);
    if (password !== again) return;
    const change = () => changePasswordAction({ current, password });
    if (await run("password", change, "Changed your password. All your other sessions have ended"))
      setTyped(EMPTY);
  };
  const field = (name: keyof typeof EMPTY) => ({
    value: typed[name],
    onChange: (event: { target: { value: string } }) => setTyped({ ...typed, [name]: event.target.value }),
  });
  const trouble = differs ? "The two new passwords are not the same." : problem;

  return (
    <Panel title="Password">
      <form className="flex max-w-md flex-col gap-4" noValidate onSubmit={(event) => void submit(event)}>
        {trouble && (
          <Notice tone="danger" announce>
            {trouble}
          </Notice>
        )}
        <TextField
          label="Current password"
          type="password"
          autoComplete="current-password"
          {...field("current")}
        />
        <TextField
          label="New password"
          type="password"
          autoComplete="new-password"
          hint="At least 12 characters. All your other sessions end."
          {...field("password")}
        />
        <TextField
          label="New password again"
          type="password"
          autoComplete="new-password"
          {...field("again")}
        />
        <Button type="submit" variant="primary" className="self-start" pending={pending === "password"}>
          Change password
        </Button>
      </form>
    </Panel>
  );
}
