/** One account and region, as the console shows it. */
export interface Fleet {
  /** First segment of each URL. */
  id: string;
  name: string;
  region: string;
  /** Twelve digits, or null while nothing has told. */
  account: string | null;
}
