import type { ChainIssue, ChainReport } from "@/lib/server/audit/verify-chain";

/** The result of verifying the chain, for a person. */
export function chainReport({ rows, head, droppedThrough, fault }: ChainReport): string {
  if (fault) return `The audit log was tampered with. ${issueSentence(fault)}`;
  if (!head) return "The audit log is empty.";
  const dropped =
    droppedThrough > 0 ? ` Retention has dropped rows 1 to ${droppedThrough}, as a checkpoint proves.` : "";
  return (
    `The audit log is whole: ${rows.toLocaleString("en-US")} rows, each following from the one before.${dropped}\n` +
    `Its last row is ${head.seq}, with the hash ${head.hash}\n` +
    "Keep that hash elsewhere: `verify --head HASH` then shows that no row was taken from the end."
  );
}

function issueSentence(fault: ChainIssue): string {
  switch (fault.kind) {
    case "changed":
      return `The first thing wrong is row ${fault.seq}, of entry ${fault.entry}: it was changed after it was written.`;
    case "missing":
      return `The first thing wrong is row ${fault.seq}: it is missing.`;
    case "beginning-missing":
      return `Rows up to ${fault.seq} are missing, and no checkpoint of retention accounts for them.`;
    case "head-missing":
      return `No row has the hash ${fault.hash}: rows were taken from its end, or all of it was written again.`;
  }
}
