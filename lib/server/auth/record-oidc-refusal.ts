import type { AuthServices } from "./auth-services";
import { clientAddress } from "./client-address";

/** Longer than any error of OAuth or of better-auth. */
const MAX_REFUSAL_LENGTH = 100;

/**
 * Records a sign-in that the identity provider or better-auth refused, by the error in the address that the callback
 * redirects to. Does nothing if there is none.
 *
 * Anybody can put any word there, so it is a fact of the entry, and neither its outcome nor a label of the metric.
 */
export async function recordOidcRefusal(
  { audit }: Pick<AuthServices, "audit">,
  request: Request,
  answer: Response,
): Promise<void> {
  const refusal = URL.parse(answer.headers.get("location") ?? "", request.url)?.searchParams.get("error");
  if (refusal == null) return;
  const nobody = { id: "", name: "unknown", role: null };
  const asked = { by: "identity provider", refusal: refusal.slice(0, MAX_REFUSAL_LENGTH) };
  await audit.record(
    { action: "sign-in", who: nobody, from: clientAddress(request.headers), asked },
    "refused",
  );
}
