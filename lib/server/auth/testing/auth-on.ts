import type { Database } from "@/lib/server/db/open-database";
import type { AuthAudit, AuthEvent } from "../auth-audit";
import type { AuthServices } from "../auth-services";
import { type AuthSettings, toAuthSettings } from "@/lib/server/config/auth-settings";
import { createAuth } from "../create-auth";
import { createSessionReader } from "../read-session";

/** The services of sign-in on a test's database, and what they recorded in the audit log. */
export function authOn(
  database: Database,
  {
    settings = {},
    demo = false,
    publicOrigin = null,
  }: { settings?: Partial<AuthSettings>; demo?: boolean; publicOrigin?: string | null } = {},
): AuthServices & { recorded: (AuthEvent & { outcome: string })[] } {
  const recorded: (AuthEvent & { outcome: string })[] = [];
  const audit: AuthAudit = {
    record: (event, outcome) => Promise.resolve(void recorded.push({ ...event, outcome })),
    open: (event) => Promise.resolve((outcome) => Promise.resolve(void recorded.push({ ...event, outcome }))),
  };
  const all = { ...toAuthSettings({}), ...settings };
  const common = { kysely: database.kysely, settings: all, demo, audit };
  const auth = createAuth({ ...common, secret: "s".repeat(64), publicOrigin, setsCookies: false });
  return { ...common, recorded, auth, readSession: createSessionReader(database, auth) };
}

/** Keeps cookies as a browser does. */
export class CookieJar {
  readonly #cookies = new Map<string, string>();

  keep(answer: Headers): void {
    for (const line of answer.getSetCookie()) {
      const [pair = "", ...attributes] = line.split(";");
      const at = pair.indexOf("=");
      const isOver = attributes.some((attribute) => /^\s*max-age=0$/i.test(attribute));
      if (isOver) this.#cookies.delete(pair.slice(0, at));
      else this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }

  get headers(): Headers {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return new Headers({ "x-forwarded-for": "192.0.2.1", ...(cookie && { cookie }) });
  }
}

/** Signs in with better-auth itself and keeps the cookie, as a browser would. @throws when it is refused */
export async function cookiesOf({ auth }: AuthServices, email: string, password: string): Promise<CookieJar> {
  const jar = new CookieJar();
  const { headers } = await auth.api.signInEmail({
    body: { email, password },
    headers: jar.headers,
    returnHeaders: true,
  });
  jar.keep(headers);
  return jar;
}
