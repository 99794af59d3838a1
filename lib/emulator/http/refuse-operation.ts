import { AwsError } from "./aws-error.ts";
import type { ModelOperation } from "./model-operations.ts";
import type { Operation } from "./operation.ts";

/**
 * The error for operations of AWS that the emulator does not implement. No AWS service has an error of this name.
 * Status 400, since SDKs retry 500 and above.
 */
export const NOT_IMPLEMENTED = "NotImplementedByEmulator";
const NOT_IMPLEMENTED_STATUS = 400;

/** An operation that always refuses: a 200 would claim that something was done. */
export function refuseOperation({ api, plane, method, path }: ModelOperation): Operation {
  return {
    api,
    plane,
    method,
    path,
    isList: false,
    members: [],
    answer() {
      throw new AwsError(
        NOT_IMPLEMENTED,
        `The emulator does not implement ${api}. Nothing was done.`,
        NOT_IMPLEMENTED_STATUS,
      );
    },
  };
}
