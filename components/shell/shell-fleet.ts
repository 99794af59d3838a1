/** The facts of a fleet that the frame shows. The account is null where it is not known. */
export interface ShellFleet {
  id: string;
  name: string;
  account: string | null;
  region: string;
}
