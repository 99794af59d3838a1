/** Words that are not used here, and what to write in their place. */
export type Term = {
  /** The word with all its inflections, in lower case. */
  words: readonly string[];
  /** What to write instead. */
  standard: string;
  /** In names only: an identifier, a property, a file, a folder. Sentences may use it as English. */
  namesOnly?: boolean;
};

const BY_WHAT_IT_DOES = "by what it does: notify, publish, enqueue, record, log, invalidate";

export const TERMS: readonly Term[] = [
  { words: ["deed", "deeds"], standard: "permission, action or cancellation" },
  { words: ["doer", "doers"], standard: "actor" },
  {
    words: ["reckon", "reckons", "reckoned", "reckoning", "reckonings", "reckoner", "reckoners"],
    standard: "recompute",
  },
  { words: ["ledger", "ledgers"], standard: "audit log" },
  { words: ["teller", "tellers"], standard: `a noun ${BY_WHAT_IT_DOES}` },
  { words: ["tend", "tends", "tended", "tending"], standard: "maintain" },
  { words: ["anew"], standard: "again" },
  { words: ["whoever"], standard: "anyone who" },
  { words: ["tell", "tells", "telling", "told"], standard: BY_WHAT_IT_DOES, namesOnly: true },
  {
    words: ["settle", "settles", "settled", "settling", "settlement", "settlements"],
    standard: "by what it does: complete, record, reconcile, normalize",
    namesOnly: true,
  },
  { words: ["weigh", "weighs", "weighed", "weighing"], standard: "classify", namesOnly: true },
];
