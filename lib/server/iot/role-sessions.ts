import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";

/** An hour: what every role allows, and all that AWS gives where one role assumes another. */
const SESSION_S = 3_600;

/** Renewed this long before their end, so that no call leaves with a session that ends on its way. */
const RENEW_BEFORE_MS = 5 * 60_000;

/** Sessions that are kept at most: some 2 KiB each. The longest unused are forgotten first. */
const MAX_SESSIONS = 1_000;

const CONNECT_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 5_000;

export interface Role {
  arn: string;
  externalId: string | null;
}

export interface RoleSession {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiration: Date;
}

/** STS would not let us have the role, or did not answer. `cause` is what the SDK threw. */
export class AssumeRoleFailed extends Error {
  override name = "AssumeRoleFailed";
  readonly roleArn: string;

  constructor(roleArn: string, cause: unknown) {
    super(`The role ${roleArn} could not be assumed`, { cause });
    this.roleArn = roleArn;
  }
}

/** What AWS says to a session that has ended early, or that it does not know any more. */
const SESSION_REFUSED = new Set([
  "ExpiredTokenException",
  "ExpiredToken",
  "UnrecognizedClientException",
  "InvalidClientTokenId",
]);

/** Whether a call was refused for its session, before anything was done. */
export const isSessionRefused = (error: unknown): boolean =>
  error instanceof Error && SESSION_REFUSED.has(error.name);

export interface RoleSessions {
  /** The session of this name in this role, as long as it is good. @throws AssumeRoleFailed */
  get(role: Role, name: string): Promise<RoleSession>;
  /** Forgets it: AWS did not take it any more. */
  forget(role: Role, name: string): void;
}

/**
 * Assumes roles by STS, one session per role and name, shared by all who ask for it at once.
 *
 * @param endpoint null: the region's own, or what AWS_ENDPOINT_URL_STS says
 */
export function createRoleSessions(
  { region, endpoint }: { region: string; endpoint: string | null },
  now: () => number = () => Date.now(),
): RoleSessions {
  const sts = new STSClient({
    region,
    ...(endpoint !== null && { endpoint }),
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS },
  });
  const sessions = new Map<string, { session: Promise<RoleSession>; renewAtMs: number }>();
  const keyOf = (role: Role, name: string) => `${role.arn} ${role.externalId ?? ""} ${name}`;

  function begin(key: string, role: Role, name: string): Promise<RoleSession> {
    // Infinity until it is there: who asks meanwhile waits for this one.
    const entry = { session: assume(role, name), renewAtMs: Infinity };
    sessions.set(key, entry);
    if (sessions.size > MAX_SESSIONS) sessions.delete(sessions.keys().next().value!);
    void entry.session.then(
      ({ expiration }) => (entry.renewAtMs = expiration.getTime() - RENEW_BEFORE_MS),
      () => sessions.get(key) === entry && sessions.delete(key),
    );
    return entry.session;
  }

  async function assume(role: Role, name: string): Promise<RoleSession> {
    try {
      const { Credentials: given } = await sts.send(
        new AssumeRoleCommand({
          RoleArn: role.arn,
          RoleSessionName: name,
          DurationSeconds: SESSION_S,
          ExternalId: role.externalId ?? undefined,
        }),
      );
      return {
        accessKeyId: given!.AccessKeyId!,
        secretAccessKey: given!.SecretAccessKey!,
        sessionToken: given!.SessionToken!,
        expiration: given!.Expiration!,
      };
    } catch (error) {
      throw new AssumeRoleFailed(role.arn, error);
    }
  }

  return {
    async get(role, name) {
      const key = keyOf(role, name);
      const known = sessions.get(key);
      if (!known || now() >= known.renewAtMs) return begin(key, role, name);
      sessions.delete(key); // put in again at the end: the map's order is that of the last use
      sessions.set(key, known);
      return known.session;
    },
    forget: (role, name) => void sessions.delete(keyOf(role, name)),
  };
}
