/**
 * A device's connection, from fleet indexing. A thing without connectivity data is `unknown`, which does not mean
 * offline (facts 4.4).
 */
export type Connectivity =
  | { state: "connected"; since: Date | null }
  | { state: "disconnected"; since: Date | null; reason: string | null }
  /**
   * AWS reports `connected: false` without a time or a reason: the device never connected, disconnected more than about
   * an hour ago, or connects with a client id that is not its thing name.
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
  /** Indexed, but AWS has no connection data: the device never connected, or its client id is not its name. */
  | "no-data"
  /** AWS denies this console access to fleet indexing. */
  | "denied"
  /** Fleet indexing could not be queried. */
  | "not-read";

export interface ThingSummary {
  thingName: string;
  typeName: string | null;
  attributes: Readonly<Record<string, string>>;
  connectivity: Connectivity;
  /** Null where the list has none: only fleet indexing returns them. */
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

/** What fleet indexing can answer. */
export interface Indexing {
  things: boolean;
  connectivity: boolean;
  /** AWS denies access: everything counts as off. */
  denied: boolean;
}

/**
 * Filters that AWS cannot answer. `needs-index` and `needs-connectivity`: that is off. `group-alone`: without fleet
 * indexing AWS lists a group, or filters by type and attribute, but not both.
 */
export const UNANSWERABLE = ["needs-index", "needs-connectivity", "group-alone"] as const;
export type Unanswerable = (typeof UNANSWERABLE)[number];
