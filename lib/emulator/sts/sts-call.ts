import type { Session, Sessions } from "./sessions.ts";

/** A call of STS, its form decoded. */
export type StsCall = {
  parameters: URLSearchParams;
  sessions: Sessions;
  /** The session with which the call was signed. Undefined for keys of a user. */
  session: Session | undefined;
  account: string;
  nowMs: number;
};
