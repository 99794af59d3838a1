import type { Metadata } from "next";
import { requireFleet } from "@/app/[fleet]/require-fleet";
import { PageHeader } from "@/components/ui/page-header";
import { SessionList } from "@/components/users/session-list";
import { getAuthServices } from "@/lib/auth/get-auth";
import { requireSignedIn } from "@/lib/auth/session";
import { listSessions } from "@/lib/auth/sessions";

export const metadata: Metadata = { title: "Your sessions" };

export default async function AccountPage({ params }: PageProps<"/[fleet]/account">) {
  await requireFleet(params);
  const signedIn = await requireSignedIn();
  const sessions = await listSessions(await getAuthServices(), signedIn, { userId: signedIn.actor.id });
  if (!sessions.ok) throw new Error("One's own sessions were refused.");
  return (
    <>
      <PageHeader title="Your sessions" meta="Where you are signed in. End what you do not know." />
      <SessionList userId={signedIn.actor.id} sessions={sessions.value} />
    </>
  );
}
