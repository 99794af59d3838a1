import type { Exception } from "./exception.ts";

/**
 * Names that stay although they contain a word of `terms.ts`: others chose them, or changing them would break what is
 * stored or configured. The check fails on an entry that nothing needs any more.
 */
export const EXCEPTIONS: readonly Exception[] = [
  { text: "allSettled", reason: "A method of JavaScript's Promise." },
  { text: "PromiseSettledResult", reason: "TypeScript's name for what Promise.allSettled gives." },
  { text: "onSettled", reason: "An option of TanStack Query's mutations." },
  { text: "settled_at", reason: "A column of operation_item, and of the exported items." },
  {
    text: "told",
    within: [
      "lib/server/alerts/list-open-alerts.ts",
      "lib/server/alerts/notify-alert.ts",
      "lib/server/db/triage-tables.ts",
    ],
    reason: "A column of the table of alerts.",
  },
  {
    text: "deed",
    within: [
      "lib/server/audit/append-rows.ts",
      "lib/server/audit/chain.ts",
      "lib/server/audit/find-entries.ts",
      "lib/server/audit/find-of-operation.ts",
      "lib/server/db/audit-tables.ts",
      "lib/server/db/open-database.test.ts",
      "lib/server/operations/late-answer.test.ts",
      "lib/server/operations/survive-chaos.test.ts",
      "lib/server/operations/testing/chaos-checks.ts",
      "lib/server/operations/testing/check-history.test.ts",
      "lib/server/operations/testing/history-entries.ts",
      "CHANGELOG.md",
      "next.config.js",
    ],
    reason:
      "A column of the audit log, and a member of what its hashes cover. Addresses that were saved filter by it.",
  },
  { text: "tellsDevice", reason: "A member of drafts that the build before its rename saved." },
  { text: "settledBy", reason: "A member of what the hashes of the audit log cover." },
  { text: "webhook-told", reason: "An action that entries of the audit log name." },
  { text: "DENY_DEEDS", reason: "The old name of DENIED_PERMISSIONS, which deployments still set." },
  {
    text: "deeds",
    within: [
      "CHANGELOG.md",
      "docs/configuration.md",
      "e2e/fixtures/two-fleets.ts",
      "e2e/fleets.spec.ts",
      "lib/server/config/renamed-settings.ts",
      "lib/server/config/renamed-settings.test.ts",
    ],
    reason: "The old name of a member of fleets.json, which deployments still have.",
  },
];
