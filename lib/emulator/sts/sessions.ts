import { randomBytes } from "node:crypto";
import { awsError } from "../http/aws-error.ts";

/** A session of a role, created by AssumeRole. */
export type Session = {
  /** `arn:aws:sts::123456789012:assumed-role/ROLE/NAME`: what CloudTrail shows. */
  arn: string;
  roleArn: string;
  name: string;
  accessKeyId: string;
  secretAccessKey: string;
  token: string;
  expiresAtMs: number;
};

/** The sessions of this emulator. Expired ones are kept: AWS distinguishes them from unknown ones. */
export class Sessions {
  #byToken = new Map<string, Session>();

  create(given: Pick<Session, "arn" | "roleArn" | "name" | "expiresAtMs">): Session {
    const session = {
      ...given,
      accessKeyId: `ASIA${randomBytes(10).toString("hex").slice(0, 16).toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString("base64"),
      token: randomBytes(120).toString("base64"),
    };
    this.#byToken.set(session.token, session);
    return session;
  }

  /**
   * The session with which a call was signed. Undefined for keys of a user.
   *
   * @throws AwsError 403 for a token that is unknown, belongs to another key, or has expired
   */
  find(token: string | undefined, accessKeyId: string, nowMs: number): Session | undefined {
    if (token === undefined) return undefined;
    const session = this.#byToken.get(token);
    if (session?.accessKeyId !== accessKeyId) {
      throw awsError("UnrecognizedClientException", "The security token included in the request is invalid.");
    }
    if (nowMs >= session.expiresAtMs) {
      throw awsError("ExpiredTokenException", "The security token included in the request is expired");
    }
    return session;
  }

  clear(): void {
    this.#byToken.clear();
  }
}
