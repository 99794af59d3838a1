/** A person who may sign in. Its first columns are better-auth's, the others ours. */
export interface AuthUserRow {
  id: string;
  name: string;
  /** In lower case, and unique. */
  email: string;
  email_verified: boolean;
  image: string | null;
  created_at: Date;
  updated_at: Date;
  /** Null: the identity provider knows the person and gave no role, so they may not sign in. */
  role: string | null;
  /** A JSON list of the fleets that the person may see; null: all. */
  fleets: string | null;
  thing_pattern: string | null;
  /** One of the demo's accounts, which exist nowhere else. */
  is_demo: boolean;
}

export interface AuthSessionRow {
  id: string;
  token: string;
  user_id: string;
  created_at: Date;
  updated_at: Date;
  /** When the session ends at the latest. */
  expires_at: Date;
  ip_address: string | null;
  user_agent: string | null;
  /** The last page or action, by which the session ends when idle. */
  last_seen_at: Date;
}

/** How a person proves who they are: a password's hash, or the subject at the identity provider. */
export interface AuthAccountRow {
  id: string;
  account_id: string;
  provider_id: string;
  user_id: string;
  access_token: string | null;
  refresh_token: string | null;
  id_token: string | null;
  access_token_expires_at: Date | null;
  refresh_token_expires_at: Date | null;
  scope: string | null;
  password: string | null;
  created_at: Date;
  updated_at: Date;
}

/** The state of an OpenID Connect sign-in in progress. */
export interface AuthVerificationRow {
  id: string;
  identifier: string;
  value: string;
  expires_at: Date;
  created_at: Date;
  updated_at: Date;
}

/** Failed sign-ins of one account or one address, since the window started. */
export interface SignInAttemptRow {
  key: string;
  attempts: number;
  window_began_at: Date;
}

export interface AuthTables {
  auth_user: AuthUserRow;
  auth_session: AuthSessionRow;
  auth_account: AuthAccountRow;
  auth_verification: AuthVerificationRow;
  sign_in_attempt: SignInAttemptRow;
}
