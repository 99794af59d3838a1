/** What the frame shows of a fleet. The account is null where nobody could tell it. */
export interface ShellFleet {
  id: string;
  name: string;
  account: string | null;
  region: string;
}
