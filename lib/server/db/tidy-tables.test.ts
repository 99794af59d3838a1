import { sql } from "kysely";
import { expect, test } from "vitest";
import { createTestDatabase } from "./testing/test-databases";
import { tidyTables } from "./tidy-tables";

test("the embedded engine vacuums tables that have changed much, and not again before more has changed", async () => {
  const store = await createTestDatabase("embedded");
  try {
    const { kysely } = await store.open();
    const rowsExpected = async () => {
      const { rows } = await sql<{ rows: number }>`
        select reltuples::int as rows from pg_class where relname = 'known_name'`.execute(kysely);
      return rows[0]!.rows;
    };
    await sql`insert into known_name (fleet_id, kind, name, shuffle, seen_at)
      select 'eu', 'thing', 't' || n, n, now() from generate_series(1, 3000) n`.execute(kysely);
    expect(await rowsExpected()).not.toBe(3_000);
    // The engine counts what has changed a second later.
    const tidied: string[] = [];
    await expect
      .poll(async () => tidied.push(...(await tidyTables(kysely))) && tidied, { timeout: 10_000 })
      .toContain("public.known_name");
    expect(await rowsExpected()).toBe(3_000);

    await sql`delete from known_name where shuffle <= 100`.execute(kysely);
    await sql`insert into saved_view (id, fleet_id, person, name, search)
      select n, 'eu', 'ann', n, '' from generate_series(1, 3000) n`.execute(kysely);
    tidied.length = 0;
    await expect
      .poll(async () => tidied.push(...(await tidyTables(kysely))) && tidied, { timeout: 10_000 })
      .toContain("public.saved_view");
    expect(tidied).not.toContain("public.known_name");
  } finally {
    await store.remove();
  }
});
