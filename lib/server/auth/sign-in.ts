import { APIError } from "better-auth/api";
import type { SignInCommand, SignInFailure } from "@/lib/core/contracts/sign-in";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { log } from "@/lib/server/telemetry/log";
import type { AuthServices } from "./auth-services";
import { clientAddress } from "./client-address";
import { demoEmail } from "./demo-sign-in";
import { OIDC_PROVIDER } from "./oidc-sign-in";
import { type Role, toRole } from "@/lib/core/permissions/permissions";
import { startAttempt } from "./sign-in-limit";

const BY_PASSWORD = { by: "password" };

type Outcome<Value = void> = Promise<Result<Value, SignInFailure>>;

/** Signs in by e-mail and password. The cookie is set on the response to this request. */
export async function signIn(
  { auth, audit, kysely }: AuthServices,
  { email, password }: SignInCommand,
  headers: Headers,
): Outcome {
  const from = clientAddress(headers);
  const claimed = { id: "", name: email, email, role: null };
  const refuse = async (failure: SignInFailure) => {
    await audit.record({ action: "sign-in", who: claimed, from, asked: BY_PASSWORD }, failure.kind);
    return fail(failure);
  };

  const attempt = await startAttempt(kysely, { email, address: from });
  if (!attempt.ok) return refuse({ kind: "too-many", retryAfterMinutes: attempt.retryAfterMinutes });
  try {
    const { user } = await auth.api.signInEmail({ body: { email, password }, headers });
    await attempt.succeeded();
    const { role = null } = user as { role?: string | null };
    const who = { id: user.id, name: user.name, email: user.email, role: toRole(role) };
    await audit.record({ action: "sign-in", who, from, asked: BY_PASSWORD }, "done");
    return ok(undefined);
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    if (codeOf(error) === "no_role") return refuse({ kind: "no-role" });
    return refuse({ kind: "wrong" });
  }
}

/** Signs in as the demo's account of this role. @throws outside of a demo */
export async function signInDemo({ auth, audit, demo }: AuthServices, role: Role, headers: Headers): Outcome {
  const api = auth.api as unknown as {
    signInDemo?: (input: { body: { role: Role }; headers: Headers }) => Promise<{ userId: string }>;
  };
  if (!demo || !api.signInDemo)
    throw new Error("One-click sign-in was asked for, and this console is no demo.");
  const { userId } = await api.signInDemo({ body: { role }, headers });
  const who = { id: userId, name: demoEmail(role), email: demoEmail(role), role };
  await audit.record(
    { action: "sign-in", who, from: clientAddress(headers), asked: { by: "one click" } },
    "done",
  );
  return ok(undefined);
}

/**
 * The URL at the identity provider to which the browser has to go.
 *
 * @param back the sign-in page, to which the provider sends the browser back; its query says where to go from there
 */
export async function startOidcSignIn(
  { auth }: AuthServices,
  back: string,
  headers: Headers,
): Outcome<{ url: string }> {
  try {
    // better-auth refuses some characters that a path may have.
    const path = back.replace(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
    const body = {
      provider: OIDC_PROVIDER,
      callbackURL: path,
      errorCallbackURL: path,
      disableRedirect: true,
    };
    const { url } = await auth.api.signInSocial({ body, headers });
    return url ? ok({ url }) : fail({ kind: "no-provider" });
  } catch (error) {
    log().error({ err: error }, "The identity provider could not be reached");
    return fail({ kind: "no-provider" });
  }
}

function codeOf(error: APIError): string | undefined {
  return (error.body as { code?: string } | undefined)?.code;
}
