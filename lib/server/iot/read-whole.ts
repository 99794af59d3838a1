import type { AwsFailure } from "@/lib/core/domain/read-failure";
import { type ForwardPage, readAll } from "@/lib/core/domain/read-on";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import type { ReadOptions } from "./iot-gateway";
import type { IotApi } from "./quotas";
import { readFurther } from "./read-further";

/**
 * Reads all pages of a list that is always short.
 *
 * A list that does not end is a failure: its first rows would look like all of them.
 */
export async function readWhole<Row>(
  api: IotApi,
  options: ReadOptions | undefined,
  read: (
    cursor: string | null,
    options: ReadOptions | undefined,
  ) => Promise<Result<ForwardPage<Row>, AwsFailure>>,
): Promise<Result<Row[], AwsFailure>> {
  const all = await readAll((cursor) => read(cursor, cursor === null ? options : readFurther(options)));
  if (!all.ok) return all;
  return all.value.isComplete
    ? ok(all.value.rows)
    : fail({ kind: "unavailable", api, because: "unreadable" });
}
