"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "@/components/ui/toast";
import { NO_ANSWER } from "@/components/sign-in/no-answer";
import type { UsersFailure } from "@/lib/core/contracts/users";
import type { Result } from "@/lib/core/domain/result";
import { usersFailureMessage } from "@/lib/core/format/users-failure-message";

/** Runs an action on users, reports the result, and reads the page again or opens another. */
export function useUsersAction() {
  const router = useRouter();
  const [pending, setPending] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  /**
   * @param name which button of the page is pending
   * @param done the message after success
   * @param next the page to open after success; without it, this page is read again
   */
  async function run(
    name: string,
    action: () => Promise<Result<unknown, UsersFailure>>,
    done: string,
    next?: Route,
  ): Promise<boolean> {
    setPending(name);
    setProblem(null);
    const result = await action().catch(() => null);
    setPending(null);
    if (!result?.ok) {
      setProblem(result ? usersFailureMessage(result.failure) : NO_ANSWER);
      return false;
    }
    toast({ tone: "success", title: done });
    if (next === undefined) router.refresh();
    else router.push(next);
    return true;
  }

  return { run, pending, problem };
}
