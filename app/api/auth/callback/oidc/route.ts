import { getAuthServices } from "@/lib/server/auth/get-auth";
import { recordOidcRefusal } from "@/lib/server/auth/record-oidc-refusal";

/**
 * The way back from the identity provider, and the only route of the auth library that is served. Anybody may call it:
 * it acts only on a state that this browser was given when the sign-in started.
 */
export async function GET(request: Request): Promise<Response> {
  const services = await getAuthServices();
  if (!services.settings.oidc) return new Response("There is no identity provider.\n", { status: 404 });
  const answer = await services.auth.handler(request);
  await recordOidcRefusal(services, request, answer);
  return answer;
}
