import { headers } from "next/headers";
import type * as z from "zod/mini";
import type { AuthServices } from "@/lib/server/auth/auth-services";
import { clientAddress } from "@/lib/server/auth/client-address";
import type { SignedIn } from "@/lib/server/auth/find-actor";
import { getAuthServices } from "@/lib/server/auth/get-auth";
import { findSignedIn } from "@/lib/server/auth/session";
import { type InvalidRequest, parseInput } from "@/lib/core/contracts/parse-input";
import { fail, type Result } from "@/lib/core/domain/result";

/** Why the use case was not called: nobody is signed in, or the input is invalid. */
type NotCalled = { kind: "signed-out" } | InvalidRequest;

/**
 * What every action on users and sessions does: finds the person, parses the input, and calls the use case.
 *
 * @param useCase checks the person's permissions; `from` is the address of the request, for the audit log
 */
export async function doSignedIn<Command, Value, Failure>(
  schema: z.ZodMiniType<Command>,
  input: unknown,
  useCase: (
    services: AuthServices,
    signedIn: SignedIn,
    command: Command,
    from: string,
  ) => Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure | NotCalled>> {
  const signedIn = await findSignedIn();
  if (!signedIn) return fail({ kind: "signed-out" });
  const command = parseInput(schema, input);
  if (!command.ok) return command;
  return useCase(await getAuthServices(), signedIn, command.value, clientAddress(await headers()));
}
