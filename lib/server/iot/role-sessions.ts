import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { LruCache } from "@/lib/server/process/lru-cache";

/** An hour: what every role allows, and all that AWS gives where one role assumes another. */
const SESSION_S = 3_600;

/** Sessions are renewed this long before they end, so that none ends while a call is in flight. */
const RENEW_BEFORE_MS = 5 * 60_000;

/** Some 2 KiB each. */
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

/** STS refused the role, or did not answer. `cause` is what the SDK threw. */
export class AssumeRoleFailed extends Error {
  override name = "AssumeRoleFailed";
  readonly roleArn: string;

  constructor(roleArn: string, cause: unknown) {
    super(`The role ${roleArn} could not be assumed`, { cause });
    this.roleArn = roleArn;
  }
}

/** The names by which AWS refuses a session that has ended early, or that it no longer knows. */
const SESSION_REFUSED = new Set([
  "ExpiredTokenException",
  "ExpiredToken",
  "UnrecognizedClientException",
  "InvalidClientTokenId",
]);

/** Whether AWS refused a call because of its session, before it did anything. */
export const isSessionRefused = (error: unknown): boolean =>
  error instanceof Error && SESSION_REFUSED.has(error.name);

export interface RoleSessions {
  /** The session of this name in this role. @throws AssumeRoleFailed */
  get(role: Role, name: string): Promise<RoleSession>;
  /** Forgets a session that AWS refused. */
  forget(role: Role, name: string): void;
}

/**
 * Assumes roles through STS. Concurrent requests for the same role and name share one session.
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
  const sessions = new LruCache<string, { session: Promise<RoleSession>; renewAtMs: number }>(MAX_SESSIONS);
  const keyOf = (role: Role, name: string) => `${role.arn} ${role.externalId ?? ""} ${name}`;

  function start(key: string, role: Role, name: string): Promise<RoleSession> {
    // Until it is there, its end is unknown and everyone waits for this one.
    const entry = { session: assume(role, name), renewAtMs: Infinity };
    sessions.set(key, entry);
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
      return known && now() < known.renewAtMs ? known.session : start(key, role, name);
    },
    forget: (role, name) => sessions.delete(keyOf(role, name)),
  };
}
