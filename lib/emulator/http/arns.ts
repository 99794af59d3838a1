/** ARNs of one account and region (facts 5). */
export type Arns = {
  readonly region: string;
  readonly account: string;
  of(kind: ArnKind, name: string): string;
  /** The kind and name of an ARN of this account and region; undefined for any other. */
  parse(arn: string): { kind: string; name: string } | undefined;
};

export type ArnKind = "thing" | "thinggroup" | "thingtype" | "job" | "jobtemplate" | "index";

export function createArns(region: string, account: string): Arns {
  const start = `arn:${partitionOf(region)}:iot:${region}:${account}:`;
  return {
    region,
    account,
    of: (kind, name) => `${start}${kind}/${name}`,
    parse(arn) {
      const parts = arn.startsWith(start) ? /^([a-z]+)\/(.+)$/s.exec(arn.slice(start.length)) : null;
      return parts ? { kind: parts[1]!, name: parts[2]! } : undefined;
    },
  };
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
