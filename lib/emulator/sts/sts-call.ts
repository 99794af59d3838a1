import type { Session, Sessions } from "./sessions.ts";

/** A call of STS, its form decoded. */
export type StsCall = {
  parameters: URLSearchParams;
  sessions: Sessions;
  /** What the call itself was signed with; undefined for keys of a user. */
  session: Session | undefined;
  account: string;
  nowMs: number;
};
