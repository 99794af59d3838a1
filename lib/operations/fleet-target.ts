import type { AwsTarget } from "@/lib/domain/execution";
import type { Fleet } from "@/lib/fleets/fleet";

/** Where a fleet's calls go now. */
export const targetOf = ({ region, account, endpoint }: Fleet): AwsTarget => ({ region, account, endpoint });

/**
 * Where the fleet points to by now, in words, where that is another place than was planned for. Null: the same, or
 * nothing is known of before. A plan must never be carried out in an account that nobody planned for.
 *
 * @param planned AwsTarget as JSON; null in rows of before it was kept
 */
export function movedTo(planned: string | null, now: AwsTarget): string | null {
  if (planned === null) return null;
  const before = JSON.parse(planned) as AwsTarget;
  const isOtherAccount = before.account !== null && now.account !== null && before.account !== now.account;
  const isSame = !isOtherAccount && before.region === now.region && before.endpoint === now.endpoint;
  return isSame ? null : targetWords(now);
}

function targetWords({ account, region, endpoint }: AwsTarget): string {
  return [account, region, endpoint].filter((part) => part !== null).join(", ");
}
