"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { signInDemoAction } from "@/lib/server/actions/sign-in";
import { type Role, ROLES } from "@/lib/core/permissions/permissions";
import { NO_ANSWER } from "./no-answer";

const WHAT: Readonly<Record<Role, string>> = {
  viewer: "sees everything, changes nothing",
  operator: "cancels what is queued",
  supervisor: "also cancels by force, and whole jobs",
  admin: "also manages users",
};

/** The demo's accounts: one click each. */
export function DemoRoles({ next }: { next: string }) {
  const [entering, setEntering] = useState<Role | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const enter = async (role: Role) => {
    setEntering(role);
    const result = await signInDemoAction(role).catch(() => null);
    if (result?.ok) return window.location.assign(next);
    setProblem(NO_ANSWER);
    setEntering(null);
  };

  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-body">
        This is a demo on a simulated fleet. Each role has an account of its own, and no password.
      </p>
      {problem && (
        <Notice tone="danger" announce>
          {problem}
        </Notice>
      )}
      <ul className="flex flex-col gap-2">
        {ROLES.map((role) => (
          <li key={role} className="flex items-center gap-3">
            <Button
              className="w-36"
              pending={entering === role}
              disabledReason={entering !== null && entering !== role ? "Already signing in." : null}
              onClick={() => void enter(role)}
            >
              {role.charAt(0).toUpperCase() + role.slice(1)}
            </Button>
            <span className="text-xs text-muted">{WHAT[role]}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
