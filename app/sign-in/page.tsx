import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { SignInView } from "@/components/sign-in/sign-in-view";
import { findActor } from "@/lib/server/auth/find-actor";
import { getAuthServices } from "@/lib/server/auth/get-auth";
import { hasUsers } from "@/lib/server/auth/has-users";
import { safeNextPath } from "@/lib/core/contracts/next-path";
import { oidcErrorMessage } from "@/lib/core/format/sign-in-failure-message";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const request = await headers();
  const { next, error } = await searchParams;
  const services = await getAuthServices();
  const to = safeNextPath(next);
  if (await findActor(services, request, { counts: true })) redirect(to as never);

  const { settings, demo, kysely } = services;
  return (
    <SignInView
      next={to}
      problem={typeof error === "string" ? oidcErrorMessage(error) : null}
      oidcName={settings.oidc?.name ?? null}
      demo={demo}
      hasUsers={await hasUsers(kysely)}
    />
  );
}
