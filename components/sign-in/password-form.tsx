"use client";

import { useState } from "react";
import { type Resolver, useForm } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";
import { signInAction } from "@/lib/server/actions/sign-in";
import type { SignInCommand, SignInFailure } from "@/lib/core/contracts/sign-in";
import { signInFailureMessage } from "@/lib/core/format/sign-in-failure-message";
import { NO_ANSWER } from "./no-answer";

const loadResolver = () => import("./sign-in-resolver");
const resolver: Resolver<SignInCommand> = async (...asked) => (await loadResolver()).signInResolver(...asked); // zod loads while one types

/** E-mail and password. A refusal never says which of the two was wrong. */
export function PasswordForm({ next }: { next: string }) {
  const [problem, setProblem] = useState<string | null>(null);
  const { register, handleSubmit, formState, resetField, setFocus } = useForm<SignInCommand>({
    resolver,
    defaultValues: { email: "", password: "" },
  });
  const submit = handleSubmit(async (command) => {
    const result = await signInAction(command).catch(() => null);
    if (result?.ok) return window.location.assign(next);
    setProblem(result ? signInFailureMessage(result.failure satisfies SignInFailure) : NO_ANSWER);
    resetField("password");
    setFocus("password");
  });
  const { errors, isSubmitting } = formState;
  return (
    // Before the page's script runs, pressing the button must not put the password into the address.
    <form
      method="post"
      className="flex flex-col gap-4"
      noValidate
      onFocus={() => void loadResolver()}
      onSubmit={(event) => void submit(event)}
    >
      {problem && (
        <Notice tone="danger" announce>
          {problem}
        </Notice>
      )}
      <TextField
        {...register("email")}
        label="E-mail"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        error={errors.email?.message ?? null}
      />
      <TextField
        {...register("password")}
        label="Password"
        type="password"
        autoComplete="current-password"
        error={errors.password?.message ?? null}
      />
      <Button type="submit" variant="primary" pending={isSubmitting}>
        Sign in
      </Button>
    </form>
  );
}
