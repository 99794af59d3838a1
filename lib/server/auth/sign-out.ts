import type { AuthServices } from "./auth-services";
import { clientAddress } from "./client-address";
import { findActor } from "./find-actor";

/** Ends the session of this request and deletes its cookie. */
export async function signOut(services: AuthServices, headers: Headers): Promise<void> {
  const signedIn = await findActor(services, headers, { counts: false });
  if (signedIn)
    await services.audit.record(
      { action: "sign-out", who: signedIn.actor, from: clientAddress(headers), asked: null },
      "done",
    );
  // better-auth's own endpoint is not used: it would also redirect to the identity provider's sign-out page.
  if (signedIn)
    await services.kysely.deleteFrom("auth_session").where("id", "=", signedIn.sessionId).execute();
  await services.auth.api.getSession({ headers }); // finds no session, and deletes the cookie
}
