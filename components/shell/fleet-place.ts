import type { ShellFleet } from "./shell-fleet";

const ACCOUNT_ID = /^(\d{4})(\d{4})(\d{4})$/;

/** Where a fleet is, as AWS's own console writes it: `1234-5678-9012 · eu-west-1`. */
export function fleetPlace({ account, region }: ShellFleet): string {
  return [account?.replace(ACCOUNT_ID, "$1-$2-$3"), region].filter(Boolean).join(" · ");
}
