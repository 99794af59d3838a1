import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { signInPath } from "@/lib/core/contracts/next-path";
import { rememberSession } from "@/lib/server/http/known-sessions";
import type { Actor } from "@/lib/core/permissions/actor";
import { findActor, type SignedIn } from "./find-actor";
import { getAuthServices } from "./get-auth";
import { PATH_HEADER } from "./path-header";

/** Who makes this request for a page. Whoever is not signed in is sent to sign in, and comes back afterwards. */
export async function requireSignedIn(): Promise<SignedIn> {
  const signedIn = await readSignedIn({ counts: true });
  if (!signedIn) redirect(signInPath((await headers()).get(PATH_HEADER) ?? "/") as never);
  return signedIn;
}

/** The same for pages that only need to know who. */
export async function requireActor(): Promise<Actor> {
  return (await requireSignedIn()).actor;
}

/** Who calls this action; null when nobody is signed in any more, which the action says in its answer. */
export async function findSignedIn(): Promise<SignedIn | null> {
  return readSignedIn({ counts: true });
}

/** Who makes this request for data. Lists read by themselves, so it puts off no idle end. */
export async function findReader(): Promise<Actor | null> {
  return (await readSignedIn({ counts: false }))?.actor ?? null;
}

/** The next request with this cookie is counted for this person: pages, reads and deeds all pass here. */
async function readSignedIn(options: { counts: boolean }): Promise<SignedIn | null> {
  const request = await headers();
  const signedIn = await findActor(await getAuthServices(), request, options);
  rememberSession(request.get("cookie"), signedIn?.actor.id ?? null);
  return signedIn;
}
