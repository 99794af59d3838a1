import type { User } from "@/lib/core/contracts/users";

const WAY: Readonly<Record<User["waysIn"][number], string>> = {
  password: "password",
  "identity-provider": "identity provider",
  "one-click": "one click (demo)",
};

/** How a person signs in. Without any way, they are linked when they first sign in with the identity provider. */
export function waysInWords(ways: User["waysIn"]): string {
  return ways.length === 0 ? "identity provider, not yet" : ways.map((way) => WAY[way]).join(", ");
}

export function limitsInWords({ fleets, thingPattern }: Pick<User, "fleets" | "thingPattern">): string {
  const limits = [
    ...(fleets === null ? [] : [fleets.length === 0 ? "no fleet" : fleets.join(", ")]),
    ...(thingPattern === null ? [] : [`things ${thingPattern}`]),
  ];
  return limits.join("; ") || "nothing";
}
