import { clientAddress } from "@/lib/server/auth/client-address";
import { getAuthServices } from "@/lib/server/auth/get-auth";

/** Longer than any error of OAuth or of the auth library. */
const MAX_REFUSAL_LENGTH = 100;

/**
 * The way back from the identity provider, and the only route of the auth library that is served. Anybody may call it:
 * it acts only on a state that this browser was given when the sign-in started.
 */
export async function GET(request: Request): Promise<Response> {
  const { auth, audit, settings } = await getAuthServices();
  if (!settings.oidc) return new Response("There is no identity provider.\n", { status: 404 });
  const answer = await auth.handler(request);
  const refusal = URL.parse(answer.headers.get("location") ?? "", request.url)?.searchParams.get("error");
  if (refusal != null) {
    const nobody = { id: "", name: "unknown", role: null };
    // Anybody can write any word into the address, so it is a fact of the entry and not its outcome.
    const asked = { by: "identity provider", refusal: refusal.slice(0, MAX_REFUSAL_LENGTH) };
    await audit.record(
      { action: "sign-in", who: nobody, from: clientAddress(request.headers), asked },
      "refused",
    );
  }
  return answer;
}
