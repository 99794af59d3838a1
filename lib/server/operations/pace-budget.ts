import { sql } from "kysely";
import type { Database } from "@/lib/server/db/open-database";
import type { BucketLevel, OpenTokenBucket } from "@/lib/server/iot/token-bucket";

type Row = BucketLevel & { taken: number };

/**
 * The token buckets that all instances of a fleet share: one row an API. One statement refills a bucket by the database's
 * clock and draws from it, under the row's lock.
 */
export function paceBudgetOf(database: () => Promise<Database>, fleetId: string): OpenTokenBucket {
  return (api, { aim, burst, leastRate }) => {
    const elapsed = sql`extract(epoch from clock_timestamp() - filled_at)::double precision`;
    const filled = sql`least(${burst}::double precision, tokens + ${elapsed} * rate)`;
    const its = sql`fleet_id = ${fleetId} and api = ${api}`;
    const kysely = async () => (await database()).kysely;

    async function makeFull(): Promise<void> {
      await sql`
        insert into pace_budget (fleet_id, api, tokens, rate, filled_at)
        values (${fleetId}, ${api}, ${burst}, ${aim}, clock_timestamp())
        on conflict (fleet_id, api) do nothing`.execute(await kysely());
    }

    return {
      async draw({ wanted, floor, gain }) {
        const taken = sql`greatest(0, least(${wanted}::integer, floor(${filled} - ${floor}::double precision)))`;
        const take = async () =>
          sql<Row>`
            update pace_budget
            set tokens = ${filled} - ${taken},
                drawn = ${taken},
                rate = least(${aim}::double precision, rate + ${gain}::double precision),
                filled_at = clock_timestamp()
            where ${its}
            returning drawn as taken, tokens, rate, throttled_at as "throttledAt"`.execute(await kysely());
        const found = (await take()).rows[0];
        if (found) return found;
        await makeFull();
        return (await take()).rows[0]!;
      },

      async slowDown({ factor, sentMsAgo }) {
        await sql`
          update pace_budget
          set tokens = least(0, ${filled}),
              rate = greatest(${leastRate}::double precision, rate * ${factor}::double precision),
              filled_at = clock_timestamp(),
              throttled_at = clock_timestamp()
          where ${its}
            and (throttled_at is null
              or throttled_at <= clock_timestamp() - ${sentMsAgo}::double precision * interval '1 ms')`.execute(
          await kysely(),
        );
      },
    };
  };
}
