import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { signInPath } from "@/lib/core/contracts/next-path";
import { rememberSession } from "@/lib/server/http/known-sessions";
import type { Actor } from "@/lib/core/permissions/actor";
import { findActor, type SignedIn } from "./find-actor";
import { getAuthServices } from "./get-auth";
import { PATH_HEADER } from "./path-header";

/** The person who requests this page. If nobody is signed in, redirects to the sign-in page, which leads back here. */
export async function requireSignedIn(): Promise<SignedIn> {
  const signedIn = await readSignedIn({ counts: true });
  if (!signedIn) redirect(signInPath((await headers()).get(PATH_HEADER) ?? "/") as never);
  return signedIn;
}

/** The same, for pages that do not need the session. */
export async function requireActor(): Promise<Actor> {
  return (await requireSignedIn()).actor;
}

/** The person who calls this action. Null: nobody is signed in, or no longer. The action returns that as a failure. */
export async function findSignedIn(): Promise<SignedIn | null> {
  return readSignedIn({ counts: true });
}

/** The person who requests data. Null: nobody is signed in. Lists poll by themselves, so it does not extend the session. */
export async function findReader(): Promise<Actor | null> {
  return (await readSignedIn({ counts: false }))?.actor ?? null;
}

/** Pages, reads and actions all come through here, so the request guard learns whose session the cookie is. */
async function readSignedIn(options: { counts: boolean }): Promise<SignedIn | null> {
  const request = await headers();
  const signedIn = await findActor(await getAuthServices(), request, options);
  rememberSession(request.get("cookie"), signedIn?.actor.id ?? null);
  return signedIn;
}
