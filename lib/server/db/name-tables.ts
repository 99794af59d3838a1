/** A name that was met on a list of AWS. */
export interface KnownNameRow {
  fleet_id: string;
  kind: "thing" | "job";
  name: string;
  /** By chance, once: the first of them in this order are a fair sample of all. */
  shuffle: number;
  /** When it was last met, to the day. */
  seen_at: Date;
}

/** How far the walk through a fleet's registry has come. */
export interface ThingWalkRow {
  fleet_id: string;
  /** AWS's token for the page after; null: at the beginning. */
  cursor: string | null;
  /** Null: none is under way. */
  began_at: Date | null;
  ended_at: Date | null;
}

export interface NameTables {
  known_name: KnownNameRow;
  thing_walk: ThingWalkRow;
}
