import type { ShellFleet } from "./shell-fleet";

const ACCOUNT_ID = /^(\d{4})(\d{4})(\d{4})$/;

/** The account and region of a fleet, as AWS's own console writes them: `1234-5678-9012 · eu-west-1`. */
export function fleetPlace({ name, account, region }: ShellFleet): string {
  const elsewhere = region === name ? null : region; // a fleet from the environment is named after its region
  return [account?.replace(ACCOUNT_ID, "$1-$2-$3"), elsewhere].filter(Boolean).join(" · ");
}
