"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { startOidcSignInAction } from "@/lib/server/actions/sign-in";
import { signInFailureMessage } from "@/lib/core/format/sign-in-failure-message";
import { NO_ANSWER } from "./no-answer";

/** Redirects to the identity provider, which redirects back. */
export function OidcButton({ name, next }: { name: string; next: string }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [leaving, setLeaving] = useState(false);

  const leave = async () => {
    setLeaving(true);
    const begun = await startOidcSignInAction(next).catch(() => null);
    if (begun?.ok) return window.location.assign(begun.value.url);
    setProblem(begun ? signInFailureMessage(begun.failure) : NO_ANSWER);
    setLeaving(false);
  };

  return (
    <div className="flex flex-col gap-4">
      {problem && (
        <Notice tone="danger" announce>
          {problem}
        </Notice>
      )}
      <Button variant="primary" pending={leaving} onClick={() => void leave()}>
        <KeyRound aria-hidden />
        Sign in with {name}
      </Button>
    </div>
  );
}
