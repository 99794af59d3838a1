import { getAuthServices } from "@/lib/server/auth/get-auth";
import { recordOidcRefusal } from "@/lib/server/auth/record-oidc-refusal";

/**
 * The OpenID Connect callback: the identity provider redirects the browser here. No other route of better-auth is
 * served. It needs no session, because it accepts only the state that this browser received when the sign-in started.
 */
export async function GET(request: Request): Promise<Response> {
  const services = await getAuthServices();
  if (!services.settings.oidc) return new Response("There is no identity provider.\n", { status: 404 });
  const answer = await services.auth.handler(request);
  await recordOidcRefusal(services, request, answer);
  return answer;
}
