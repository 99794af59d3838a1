import { awsError } from "../http/aws-error.ts";

/** Refuses an update unless `expected` is the current version or undefined. */
export function requireVersion(what: string, current: number, expected: number | undefined): void {
  if (expected === undefined || expected === current) return;
  throw awsError("VersionConflictException", `${what} has version ${current}, not ${expected}.`);
}
