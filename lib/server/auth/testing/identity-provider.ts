import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";
import { CookieJar } from "./auth-on";

/** The claims of a person. */
export type Claims = { email: string; email_verified?: boolean; name?: string; groups?: string[] };

export interface IdentityProvider {
  issuer: string;
  /** The person who signs in there next. */
  person: { sub: string; claims: Claims };
  /** Follows the URL that the console redirected to, signs in, and returns the URL that it is sent back to. */
  signIn: (url: string) => Promise<string>;
  stop: () => Promise<void>;
}

/** Starts an OpenID provider on loopback. It takes everyone who comes for `person`. */
export async function startIdentityProvider(redirectUri: string): Promise<IdentityProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const state: Pick<IdentityProvider, "person"> = { person: { sub: "nobody", claims: { email: "" } } };
  const people = new Map<string, Claims>();

  const provider = new Provider(issuer, {
    clients: [{ client_id: "standdown", client_secret: "client-secret", redirect_uris: [redirectUri] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => Promise.resolve({ sub, ...people.get(sub) }),
    }),
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    pkce: { required: () => true },
    cookies: { keys: ["test"] },
    loadExistingGrant: async (context) => {
      const grant = new context.oidc.provider.Grant({
        clientId: context.oidc.client!.clientId,
        accountId: context.oidc.session!.accountId!,
      });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  const callback = provider.callback();
  server.on("request", (request, response) => {
    if (!request.url!.startsWith("/interaction/")) return void callback(request, response);
    const { sub, claims } = state.person;
    people.set(sub, claims);
    void provider.interactionFinished(request, response, { login: { accountId: sub } });
  });

  return Object.assign(state, {
    issuer,
    signIn: (url: string) => followTo(redirectUri, url),
    stop: () => close(server),
  });
}

async function followTo(end: string, start: string): Promise<string> {
  const jar = new CookieJar();
  let url = start;
  for (let hop = 0; hop < 10; hop++) {
    const answer = await fetch(url, { redirect: "manual", headers: jar.headers });
    jar.keep(answer.headers);
    const location = answer.headers.get("location");
    if (location === null) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
    url = new URL(location, url).href;
    if (url.startsWith(end)) return url;
  }
  throw new Error("The provider redirected ten times and never came back.");
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
