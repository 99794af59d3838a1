"use client";

import { type ReactNode, useState } from "react";
import { signOutAction } from "@/lib/server/actions/sign-in";

/** Ends this session. */
export function SignOutButton({ className, children }: { className: string; children: ReactNode }) {
  const [leaving, setLeaving] = useState(false);
  const leave = async () => {
    setLeaving(true);
    await signOutAction().catch(() => null);
    window.location.assign("/sign-in"); // a page load clears this tab's memory
  };
  return (
    <button type="button" className={className} disabled={leaving} onClick={() => void leave()}>
      {children}
    </button>
  );
}
