import type { ShellFleet } from "./shell-fleet";

const ACCOUNT_ID = /^(\d{4})(\d{4})(\d{4})$/;

/** Where a fleet is, as AWS's own console writes it: `1234-5678-9012 · eu-west-1`. */
export function fleetPlace({ name, account, region }: ShellFleet): string {
  const elsewhere = region === name ? null : region; // the fleet of the environment is named for its region
  return [account?.replace(ACCOUNT_ID, "$1-$2-$3"), elsewhere].filter(Boolean).join(" · ");
}
