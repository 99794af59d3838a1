import { AwsError } from "../http/aws-error.ts";
import type { StsCall } from "./sts-call.ts";

const ROLE_ARN = /^arn:(aws|aws-cn|aws-us-gov):iam::(\d{12}):role\/(?:[\w+=,.@/-]*\/)?([\w+=,.@-]{1,64})$/;
const SESSION_NAME = /^[\w+=,.@-]*$/;
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;
const SHORTEST_S = 900;
const LONGEST_S = 43_200;
const DEFAULT_S = 3_600;

/**
 * Creates a session of a role for any caller, since the emulator has no trust policies. A role of another account is
 * denied.
 */
export function assumeRole({ parameters, sessions, account, nowMs }: StsCall): object {
  const roleArn = parameters.get("RoleArn") ?? "";
  const name = parameters.get("RoleSessionName") ?? "";
  const seconds = Number(parameters.get("DurationSeconds") ?? DEFAULT_S);
  const externalId = parameters.get("ExternalId");
  const [, partition, owner, role] = ROLE_ARN.exec(roleArn) ?? [];

  const wrongs: string[] = [];
  if (roleArn === "") wrongs.push(wrong(null, "roleArn", "Member must not be null"));
  if (name === "") wrongs.push(wrong(null, "roleSessionName", "Member must not be null"));
  else if (name.length < 2)
    wrongs.push(wrong(name, "roleSessionName", "Member must have length greater than or equal to 2"));
  if (name.length > 64)
    wrongs.push(wrong(name, "roleSessionName", "Member must have length less than or equal to 64"));
  if (!SESSION_NAME.test(name))
    wrongs.push(
      wrong(name, "roleSessionName", "Member must satisfy regular expression pattern: [\\w+=,.@-]*"),
    );
  if (!(seconds >= SHORTEST_S))
    wrongs.push(
      wrong(seconds, "durationSeconds", `Member must have value greater than or equal to ${SHORTEST_S}`),
    );
  if (!(seconds <= LONGEST_S))
    wrongs.push(
      wrong(seconds, "durationSeconds", `Member must have value less than or equal to ${LONGEST_S}`),
    );
  if (externalId !== null && !EXTERNAL_ID.test(externalId))
    wrongs.push(
      wrong(externalId, "externalId", "Member must satisfy regular expression pattern: [\\w+=,.@:\\/-]*"),
    );
  if (wrongs.length > 0)
    throw validation(
      `${wrongs.length} validation error${wrongs.length === 1 ? "" : "s"} detected: ${wrongs.join("; ")}`,
    );
  if (role === undefined) throw validation(`${roleArn} is invalid`);
  if (owner !== account) {
    const caller = `arn:${partition}:iam::${account}:user/emulator`;
    throw new AwsError(
      "AccessDenied",
      `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
      403,
    );
  }

  const session = sessions.create({
    arn: `arn:${partition}:sts::${account}:assumed-role/${role}/${name}`,
    roleArn,
    name,
    expiresAtMs: nowMs + seconds * 1_000,
  });
  return {
    AssumedRoleUser: { AssumedRoleId: `AROAEMULATOREMULATOR1:${name}`, Arn: session.arn },
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.token,
      Expiration: new Date(session.expiresAtMs).toISOString(),
    },
  };
}

const validation = (message: string) => new AwsError("ValidationError", message, 400);

function wrong(value: string | number | null, where: string, constraint: string): string {
  return `Value ${value === null ? "null" : `'${value}'`} at '${where}' failed to satisfy constraint: ${constraint}`;
}
