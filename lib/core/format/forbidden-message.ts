import type { ReadFailure } from "@/lib/core/domain/read-failure";

type Forbidden = Extract<ReadFailure, { kind: "forbidden" }>;

/** Each permission as words in a sentence, and the role to ask. */
const PERMISSION_WORDS: Readonly<Record<string, { words: string; ask: string }>> = {
  read: { words: "see this", ask: "an admin" },
  "read-audit": { words: "read the audit log", ask: "an admin" },
  "cancel-execution": { words: "cancel executions", ask: "an operator" },
  "force-cancel-execution": { words: "cancel by force", ask: "a supervisor" },
  "cancel-job": { words: "cancel whole jobs", ask: "a supervisor" },
  "bulk-above-limit": { words: "cancel that many at once", ask: "a supervisor" },
  "manage-users": { words: "manage users", ask: "an admin" },
  "control-operation": { words: "pause, resume or stop what somebody else began", ask: "a supervisor" },
};

const SWITCHED_OFF: Readonly<Record<string, string>> = {
  "force-cancel-execution": "Canceling by force",
  "cancel-job": "Canceling jobs",
  "bulk-above-limit": "Canceling that many at once",
  "manage-users": "Managing users",
};

const NOT_IN_FLEET: Readonly<Record<string, string>> = {
  "force-cancel-execution": "forced cancellation",
  "cancel-job": "canceling whole jobs",
  "bulk-above-limit": "canceling that many at once",
};

/** Why a person may not, and who may. */
export function forbiddenMessage({ permission, because, fleetName }: Omit<Forbidden, "kind">): string {
  const { words, ask } = PERMISSION_WORDS[permission] ?? {
    words: `do this (${permission})`,
    ask: "an admin",
  };
  switch (because) {
    case "role":
      return `Your role may not ${words}. Ask ${ask}.`;
    case "fleet":
      return `Your account is limited to other fleets, so you may not ${words} here. Ask an admin.`;
    case "thing":
      if (permission === "cancel-job")
        return "Your account is limited to things with certain names, and a job may be on others too, so you may not cancel whole jobs. Ask an admin.";
      return `Your account is limited to things with other names, so you may not ${words} on this one. Ask an admin.`;
    case "switched-off":
      return `${SWITCHED_OFF[permission] ?? "Canceling"} is turned off for everyone in this console's configuration.`;
    case "fleet-off":
      return `${fleetName === undefined ? "This fleet" : `The fleet ${fleetName}`} does not allow ${NOT_IN_FLEET[permission] ?? "cancellation"}: it is turned off in fleets.json.`;
  }
}
