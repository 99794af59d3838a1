import * as z from "zod/mini";
import type { Trend } from "@/lib/core/domain/trend";

const count = z.nullable(z.int().check(z.minimum(0)));

export const trendSchema = z.object({
  grain: z.enum(["hour", "day"]),
  points: z.array(z.object({ at: z.coerce.date(), open: count, stuck: count, canceled: count })),
}) satisfies z.ZodMiniType<Trend>;
