import { createHash } from "node:crypto";

/** The UUID of a thing, group or type. Derived from its name, so that it needs no memory. */
export function resourceIdOf(kind: "thing" | "thinggroup" | "thingtype", name: string): string {
  const hex = createHash("sha256").update(`${kind}/${name}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}
