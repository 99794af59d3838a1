export interface JobTarget {
  kind: "thing" | "group" | "other";
  name: string;
}

/**
 * What a target's ARN names. Matched, not split at colons: names may hold colons. An ARN of another kind is its own
 * name.
 */
export function targetOf(arn: string): JobTarget {
  const [, kind, name] = /^arn:[^:]*:iot:[^:]*:[^:]*:(thing|thinggroup)\/(.+)$/.exec(arn) ?? [];
  if (!kind || !name) return { kind: "other", name: arn };
  return { kind: kind === "thing" ? "thing" : "group", name };
}
