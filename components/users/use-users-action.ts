"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "@/components/ui/toast";
import { NO_ANSWER } from "@/components/sign-in/no-answer";
import type { UsersFailure } from "@/lib/core/contracts/users";
import type { Result } from "@/lib/core/domain/result";
import { usersFailureMessage } from "@/lib/core/format/users-failure-message";

/** Does something about users, says how it went, and has the page read again: `run` answers whether it was done. */
export function useUsersAction() {
  const router = useRouter();
  const [pending, setPending] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  /** @param name tells the buttons of a page apart @param done what to say when it worked */
  async function run(
    name: string,
    deed: () => Promise<Result<unknown, UsersFailure>>,
    done: string,
  ): Promise<boolean> {
    setPending(name);
    setProblem(null);
    const result = await deed().catch(() => null);
    setPending(null);
    if (!result?.ok) {
      setProblem(result ? usersFailureMessage(result.failure) : NO_ANSWER);
      return false;
    }
    toast({ tone: "success", title: done });
    router.refresh();
    return true;
  }

  return { run, pending, problem };
}
