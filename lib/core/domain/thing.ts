/**
 * What fleet indexing knows of a device's connection. A thing without connectivity data is `unknown`, which is not the
 * same as offline (facts 4.4).
 */
export type Connectivity =
  | { state: "connected"; since: Date | null }
  | { state: "disconnected"; since: Date | null; reason: string | null }
  /**
   * AWS says `connected: false` and neither since when nor why: it never connected, it disconnected more than about an
   * hour ago, or it connects with a client id that is not its thing name.
   */
  | { state: "not-connected" }
  | { state: "unknown"; because: UnknownConnectivity };

export const CONNECTIVITY_STATES = [
  "connected",
  "disconnected",
  "not-connected",
  "unknown",
] as const satisfies readonly Connectivity["state"][];
export type ConnectivityState = (typeof CONNECTIVITY_STATES)[number];

export type UnknownConnectivity =
  /** Fleet indexing, or its connectivity part, is switched off. */
  | "not-indexed"
  /** Indexed, but AWS has no connection data: never connected, or its client id is not its name. */
  | "no-data"
  /** AWS refuses to tell this console of fleet indexing. */
  | "denied"
  /** Fleet indexing could not be queried just now. */
  | "not-read";

export interface ThingSummary {
  thingName: string;
  typeName: string | null;
  attributes: Readonly<Record<string, string>>;
  connectivity: Connectivity;
  /** Null where the list does not tell (only fleet indexing does). */
  groups: readonly string[] | null;
}

export interface Thing {
  thingName: string;
  typeName: string | null;
  attributes: Readonly<Record<string, string>>;
  /** Null where they could not be read. */
  groups: readonly string[] | null;
  connectivity: Connectivity;
  readAt: Date;
}

/** What the fleet's index can be asked. */
export interface Indexing {
  things: boolean;
  connectivity: boolean;
  /** AWS refuses to tell this console: it does as if all were off. */
  denied: boolean;
}

/**
 * Filters that AWS cannot be asked: `needs-index` and `needs-connectivity` with that off; `group-alone`: without the
 * index a group can be listed, or things filtered by type and attribute, but not both.
 */
export const UNANSWERABLE = ["needs-index", "needs-connectivity", "group-alone"] as const;
export type Unanswerable = (typeof UNANSWERABLE)[number];
