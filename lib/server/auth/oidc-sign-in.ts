import { genericOAuth } from "better-auth/plugins";
import { toPlainText } from "@/lib/core/domain/plain-text";
import type { OidcSettings } from "@/lib/server/config/auth-settings";
import { hasClaim, roleFromClaims } from "./role-from-claims";

/** The provider's id in our tables and in the callback's path. */
export const OIDC_PROVIDER = "oidc";

const USERINFO_PATIENCE_MS = 10_000;

/**
 * A plugin for sign-in by OpenID Connect: code flow with PKCE, state and nonce. The id token's signature, issuer and
 * audience are verified before any of its claims is used.
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
        // Without a mapping of roles, only people who were added here may sign in.
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

/** The claims of a token that better-auth has already verified. */
function claimsOf(idToken: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(idToken.split(".")[1]!, "base64url").toString("utf8")) as Record<
    string,
    unknown
  >;
}

/** Cognito sends booleans as text. */
const isTrue = (value: unknown) => value === true || value === "true";

function nameOf({ name, preferred_username: username }: Record<string, unknown>): string | null {
  const texts = [name, username].map((text) => (typeof text === "string" ? toPlainText(text).trim() : ""));
  return texts.find((text) => text !== "") ?? null;
}

/** Some providers leave e-mail and groups out of the id token. better-auth compares both subjects afterwards. */
async function readUserInfo(discoveryUrl: string, accessToken: string): Promise<Record<string, unknown>> {
  const signal = AbortSignal.timeout(USERINFO_PATIENCE_MS);
  const discovery = await fetch(discoveryUrl, { signal });
  const { userinfo_endpoint: address } = (await discovery.json()) as { userinfo_endpoint?: string };
  if (address === undefined) return {};
  const answer = await fetch(address, { headers: { authorization: `Bearer ${accessToken}` }, signal });
  return answer.ok ? ((await answer.json()) as Record<string, unknown>) : {};
}
