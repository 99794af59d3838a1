import { awsError } from "../http/aws-error.ts";

/** Refuses an update of a version that is not the current one. Without `expected` any will do. */
export function requireVersion(what: string, current: number, expected: number | undefined): void {
  if (expected === undefined || expected === current) return;
  throw awsError("VersionConflictException", `${what} has version ${current}, not ${expected}.`);
}
