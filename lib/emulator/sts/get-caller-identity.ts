import type { StsCall } from "./sts-call.ts";

/** Who calls: the session's own ARN, or the one user that all other keys belong to here. */
export function getCallerIdentity({ session, account }: StsCall): object {
  return session
    ? { UserId: `AROAEMULATOREMULATOR1:${session.name}`, Account: account, Arn: session.arn }
    : { UserId: "AIDAEMULATOREMULATOR1", Account: account, Arn: `arn:aws:iam::${account}:user/emulator` };
}
