import { genericOAuth } from "better-auth/plugins";
import { toPlainText } from "@/lib/core/domain/plain-text";
import type { OidcSettings } from "@/lib/server/config/auth-settings";
import { hasClaim, roleFromClaims } from "./role-from-claims";

/** What the provider is called in our tables and in the address it sends people back to. */
export const OIDC_PROVIDER = "oidc";

const USERINFO_PATIENCE_MS = 10_000;

/**
 * Sign-in by OpenID Connect: code flow with PKCE, state and nonce; the id token's signature, issuer and audience are
 * checked against the provider's keys before anything in it is believed.
 */
export function oidcSignIn(settings: OidcSettings) {
  const discoveryUrl = `${settings.issuer}/.well-known/openid-configuration`;
  return genericOAuth({
    config: [
      {
        providerId: OIDC_PROVIDER,
        discoveryUrl,
        clientId: settings.clientId,
        clientSecret: settings.clientSecret,
        scopes: ["openid", "email", "profile"],
        pkce: true,
        requireIdTokenVerification: true,
        // Without a mapping, who may come in is who was added here.
        disableSignUp: settings.roles === null,
        overrideUserInfo: settings.roles !== null,
        getUserInfo: async ({ idToken, accessToken }) => {
          const claims: Record<string, unknown> = idToken ? claimsOf(idToken) : {};
          const needsMore =
            claims.email === undefined ||
            (settings.roles !== null && !hasClaim(claims, settings.roles.claim));
          if (needsMore && accessToken) Object.assign(claims, await readUserInfo(discoveryUrl, accessToken));
          if (typeof claims.sub !== "string" || typeof claims.email !== "string") return null;
          return {
            ...claims,
            id: claims.sub,
            email: claims.email,
            name: nameOf(claims) ?? claims.email,
            emailVerified:
              claims.email_verified === undefined ? settings.trustsEmail : isTrue(claims.email_verified),
            image: undefined,
          };
        },
        mapProfileToUser: (claims: Record<string, unknown>) =>
          settings.roles === null ? {} : { role: roleFromClaims(claims, settings.roles) },
      },
    ],
  });
}

/** Of a token whose signature has been checked: better-auth does it before it asks us. */
function claimsOf(idToken: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(idToken.split(".")[1]!, "base64url").toString("utf8")) as Record<
    string,
    unknown
  >;
}

/** Cognito says it as a text. */
const isTrue = (value: unknown) => value === true || value === "true";

function nameOf({ name, preferred_username: username }: Record<string, unknown>): string | null {
  const texts = [name, username].map((text) => (typeof text === "string" ? toPlainText(text).trim() : ""));
  return texts.find((text) => text !== "") ?? null;
}

/** Some providers keep e-mail and groups out of the id token. Its subject is compared with the id token's afterwards. */
async function readUserInfo(discoveryUrl: string, accessToken: string): Promise<Record<string, unknown>> {
  const signal = AbortSignal.timeout(USERINFO_PATIENCE_MS);
  const discovery = await fetch(discoveryUrl, { signal });
  const { userinfo_endpoint: address } = (await discovery.json()) as { userinfo_endpoint?: string };
  if (address === undefined) return {};
  const answer = await fetch(address, { headers: { authorization: `Bearer ${accessToken}` }, signal });
  return answer.ok ? ((await answer.json()) as Record<string, unknown>) : {};
}
