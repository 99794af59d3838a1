import type { StsCall } from "./sts-call.ts";

/** The ARN of the caller's session, or that of the one user to whom all other keys belong. */
export function getCallerIdentity({ session, account }: StsCall): object {
  return session
    ? { UserId: `AROAEMULATOREMULATOR1:${session.name}`, Account: account, Arn: session.arn }
    : { UserId: "AIDAEMULATOREMULATOR1", Account: account, Arn: `arn:aws:iam::${account}:user/emulator` };
}
