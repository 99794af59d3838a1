import type { AuthServices } from "./auth-services";
import { clientAddress } from "./client-address";
import { findActor } from "./find-actor";

/** Ends the session of this request and takes its cookie back. */
export async function signOut(services: AuthServices, headers: Headers): Promise<void> {
  const signedIn = await findActor(services, headers, { counts: false });
  if (signedIn)
    await services.audit.record(
      { action: "sign-out", who: signedIn.actor, from: clientAddress(headers), asked: null },
      "done",
    );
  // Not by better-auth's own endpoint: it would also leave for the identity provider's sign-out page.
  if (signedIn)
    await services.kysely.deleteFrom("auth_session").where("id", "=", signedIn.sessionId).execute();
  await services.auth.api.getSession({ headers }); // finds it gone, and takes the cookie back
}
