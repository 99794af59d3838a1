import { Hand } from "lucide-react";
import { Notice } from "@/components/ui/notice";
import { DemoRoles } from "./demo-roles";
import { OidcButton } from "./oidc-button";
import { PasswordForm } from "./password-form";

/**
 * The only page for people who are not signed in: each way to sign in that is configured, and what to run where none
 * is.
 */
export function SignInView({
  next,
  problem,
  oidcName,
  demo,
  hasUsers,
}: {
  /** Where to go afterwards: a path of this console. */
  next: string;
  /** Why signing in by the identity provider failed. */
  problem: string | null;
  oidcName: string | null;
  demo: boolean;
  hasUsers: boolean;
}) {
  const isClosed = !demo && !hasUsers && oidcName === null;
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-5 px-4 py-10">
      <div className="flex items-center gap-2.5 text-base font-semibold text-ink">
        <span className="flex size-5.5 items-center justify-center rounded-md bg-ink text-panel">
          <Hand aria-hidden className="size-3.5" />
        </span>
        Standdown
      </div>
      <section className="panel flex flex-col gap-5 p-5.5">
        <h1 className="text-lg font-semibold text-ink">{demo ? "Choose a role" : "Sign in"}</h1>
        {problem && (
          <Notice tone="danger" announce>
            {problem}
          </Notice>
        )}
        {isClosed && <NobodyYet />}
        {demo && <DemoRoles next={next} />}
        {oidcName !== null && <OidcButton name={oidcName} next={next} />}
        {oidcName !== null && hasUsers && (
          <p className="text-center text-xs text-muted">or with e-mail and password</p>
        )}
        {hasUsers && <PasswordForm next={next} />}
      </section>
    </main>
  );
}

function NobodyYet() {
  return (
    <div className="flex flex-col gap-2 text-sm text-body">
      <p>Nobody can sign in yet: this console has no users and no identity provider.</p>
      <p>Add the first one where it runs. With the embedded database, stop the console for that moment:</p>
      <pre className="overflow-x-auto rounded-md border border-line bg-hover px-3 py-2 font-mono text-xs text-ink">
        npm run users -- add you@example.org --role admin
      </pre>
    </div>
  );
}
