import type { Metadata } from "next";
import { requireFleet } from "@/app/[fleet]/require-fleet";
import { PageHeader } from "@/components/ui/page-header";
import { ChangePasswordForm } from "@/components/users/change-password-form";
import { SessionList } from "@/components/users/session-list";
import { hasPassword } from "@/lib/server/auth/change-password";
import { getAuthServices } from "@/lib/server/auth/get-auth";
import { requireSignedIn } from "@/lib/server/auth/session";
import { listSessions } from "@/lib/server/auth/sessions";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage({ params }: PageProps<"/[fleet]/account">) {
  await requireFleet(params);
  const signedIn = await requireSignedIn();
  const services = await getAuthServices();
  const userId = signedIn.actor.id;
  const sessions = await listSessions(services, signedIn, { userId });
  if (!sessions.ok) throw new Error("One's own sessions were refused.");
  return (
    <>
      <PageHeader
        title="Your account"
        meta="Where you are signed in. End any session that you do not recognize."
      />
      <SessionList userId={userId} sessions={sessions.value} />
      {(await hasPassword(services, userId)) && <ChangePasswordForm />}
    </>
  );
}
