/** A name that was seen on a list of AWS. */
export interface KnownNameRow {
  fleet_id: string;
  kind: "thing" | "job";
  name: string;
  /** A random number, drawn once: the first names in this order are a fair sample. */
  shuffle: number;
  /** When it was last seen, to the day. */
  seen_at: Date;
}

/** The progress of the scan of a fleet's registry. */
export interface ThingWalkRow {
  fleet_id: string;
  /** AWS's token for the next page; null: at the start. */
  cursor: string | null;
  /** Null: no scan is in progress. */
  began_at: Date | null;
  ended_at: Date | null;
}

export interface NameTables {
  known_name: KnownNameRow;
  thing_walk: ThingWalkRow;
}
