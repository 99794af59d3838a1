import * as z from "zod/mini";

/** Where a list continues: AWS's own forward-only tokens, encoded by us. Opaque to the browser. */
export const cursorSchema = z.string().check(z.minLength(1), z.maxLength(20_000));

/** One page of a forward-only list. Cursor null: there is no more. AWS reports no total, so neither do we. */
export function pageSchema<Row extends z.ZodMiniType>(row: Row) {
  return z.object({ rows: z.array(row), cursor: z.nullable(z.string()), readAt: z.coerce.date() });
}

export interface Page<Row> {
  rows: Row[];
  cursor: string | null;
  readAt: Date;
}
