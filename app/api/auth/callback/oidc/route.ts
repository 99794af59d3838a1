import { clientAddress } from "@/lib/server/auth/client-address";
import { getAuthServices } from "@/lib/server/auth/get-auth";

/**
 * The callback of the identity provider, and the only route of the auth library that is served. Anyone can call it: it
 * acts only on a state that this browser was given when the sign-in started.
 */
export async function GET(request: Request): Promise<Response> {
  const { auth, audit, settings } = await getAuthServices();
  if (!settings.oidc) return new Response("There is no identity provider.\n", { status: 404 });
  const answer = await auth.handler(request);
  const refusal = URL.parse(answer.headers.get("location") ?? "", request.url)?.searchParams.get("error");
  if (refusal != null) {
    const nobody = { id: "", name: "unknown", role: null };
    const asked = { by: "identity provider" };
    await audit.record(
      { action: "sign-in", who: nobody, from: clientAddress(request.headers), asked },
      refusal,
    );
  }
  return answer;
}
