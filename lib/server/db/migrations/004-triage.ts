import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/**
 * Orders that Stuck can be read in, each with what tells its rows apart, so that a page goes on where the one before ended.
 * Those by job and by reason also tell the oldest of a group at once.
 */
const ORDERS = {
  since: ["since", "job_id", "thing_name"],
  job: ["job_id", "status", "since", "thing_name"],
  reason: ["reason", "since", "job_id", "thing_name"],
  severity: ["severity", "job_id", "thing_name"],
  behind: ["behind", "job_id", "thing_name"],
  connectivity: ["coalesce(connectivity, '')", "job_id", "thing_name"],
} as const;

/** The index of open executions. All of it can be read from AWS again, so it is no part of a backup. */
export const triage: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("indexed_job")
      .addColumn("fleet_id", "text", (column) => column.notNull())
      .addColumn("job_id", "text", (column) => column.notNull())
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("listed_at", "timestamptz", (column) => column.notNull())
      .addColumn("created_at", "timestamptz")
      .addColumn("last_updated_at", "timestamptz")
      .addColumn("described_at", "timestamptz")
      .addColumn("timeout_minutes", "integer")
      .addColumn("rollout_per_minute", "integer")
      .addColumn("scheduled_at", "timestamptz")
      .addColumn("queued_count", "integer")
      .addColumn("in_progress_count", "integer")
      .addColumn("round", "bigint", (column) => column.notNull().defaultTo(0))
      .addColumn("round_step", "text")
      .addColumn("round_cursor", "text")
      .addColumn("round_began_at", "timestamptz")
      .addColumn("read_at", "timestamptz")
      .addColumn("next_at", "timestamptz", (column) => column.notNull())
      .addPrimaryKeyConstraint("indexed_job_key", ["fleet_id", "job_id"])
      .execute();
    await db.schema
      .createIndex("indexed_job_next")
      .on("indexed_job")
      .columns(["fleet_id", "next_at"])
      .execute();

    await db.schema
      .createTable("open_execution")
      .addColumn("fleet_id", "text", (column) => column.notNull())
      .addColumn("job_id", "text", (column) => column.notNull())
      .addColumn("thing_name", "text", (column) => column.notNull())
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("queued_at", "timestamptz")
      .addColumn("started_at", "timestamptz")
      .addColumn("last_updated_at", "timestamptz")
      .addColumn("execution_number", "bigint")
      .addColumn("read_at", "timestamptz", (column) => column.notNull())
      .addColumn("round", "bigint", (column) => column.notNull())
      .addColumn("due_at", "timestamptz")
      .addColumn("is_due", "boolean", (column) => column.notNull().defaultTo(false))
      .addColumn("since", "timestamptz")
      .addColumn("reason", "text", (column) => column.notNull())
      .addColumn("severity", "smallint", (column) => column.notNull().defaultTo(0))
      .addColumn("behind", "integer", (column) => column.notNull().defaultTo(0))
      .addColumn("blocked_by", "text")
      .addColumn("has_timeout", "boolean")
      .addColumn("looked_at", "timestamptz")
      .addColumn("version_number", "bigint")
      .addColumn("status_details", "text")
      .addColumn("thing_type", "text")
      .addColumn("thing_groups", sql`text[]`)
      .addColumn("connectivity", "text")
      .addPrimaryKeyConstraint("open_execution_key", ["fleet_id", "job_id", "thing_name"])
      .addCheckConstraint("open_execution_due_since", sql`since is not null or not is_due`)
      .execute();
    await indexExecutions(db);
    await sumGroups(db);

    await db.schema
      .createTable("saved_view")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("fleet_id", "text", (column) => column.notNull())
      .addColumn("person", "text", (column) => column.notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("search", "text", (column) => column.notNull())
      .addColumn("created_at", "timestamptz", (column) => column.notNull().defaultTo(sql`now()`))
      .addUniqueConstraint("saved_view_name", ["fleet_id", "person", "name"])
      .execute();

    await db.schema
      .createTable("ended_execution")
      .addColumn("fleet_id", "text", (column) => column.notNull())
      .addColumn("job_id", "text", (column) => column.notNull())
      .addColumn("thing_name", "text", (column) => column.notNull())
      .addColumn("execution_number", "bigint")
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("ended_at", "timestamptz", (column) => column.notNull())
      .addPrimaryKeyConstraint("ended_execution_key", ["fleet_id", "job_id", "thing_name"])
      .execute();
    await db.schema.createIndex("ended_execution_old").on("ended_execution").column("ended_at").execute();

    await db.schema
      .createTable("index_state")
      .addColumn("fleet_id", "text", (column) => column.primaryKey())
      .addColumn("jobs_listed_at", "timestamptz")
      .addColumn("failing", "text")
      .addColumn("failing_since", "timestamptz")
      .addColumn("seen_at", "timestamptz", (column) => column.notNull())
      .execute();
  },
};

/**
 * Most of what is open is neither stuck nor waits too long. It is in the key, in the index of its thing and in that of what
 * becomes due, and in no other: pages ask for what is due, and the reading of a fleet writes far less.
 */
async function indexExecutions(db: Kysely<unknown>): Promise<void> {
  // Most updates change read_at and round only, which no index has: room on the page keeps them off the indexes.
  await sql`alter table open_execution set (fillfactor = 80)`.execute(db);
  await sql`create index open_execution_thing on open_execution (fleet_id, thing_name, job_id)`.execute(db);
  await sql`create index open_execution_becomes_due on open_execution (fleet_id, due_at) where not is_due`.execute(
    db,
  );
  for (const [order, columns] of Object.entries(ORDERS))
    await sql`create index ${sql.id(`open_execution_by_${order}`)} on open_execution
      (fleet_id, ${sql.raw(columns.join(", "))}) where is_due`.execute(db);
  // What filters ask is in it, so that those that few or none fit need not go through the table, nor do sums by group.
  await sql`create index open_execution_due on open_execution (fleet_id, thing_name, job_id)
    include (status, since, reason, has_timeout, thing_type, connectivity) where is_due`.execute(db);
  // Few of all that are due are in progress.
  await sql`create index open_execution_stuck on open_execution (fleet_id, since, job_id, thing_name)
    where is_due and status = 'IN_PROGRESS'`.execute(db);
  await sql`create index open_execution_of_group on open_execution using gin (thing_groups)
    with (fastupdate = off) where is_due`.execute(db);
  await sql`create index open_execution_suspect on open_execution (fleet_id, looked_at nulls first, due_at)
    where is_due`.execute(db);
}

/** Any number that no other user of the database takes for the first key of an advisory lock ("sums"). */
export const SUM_LOCK = 0x7375_6d73;

/** A group is all of a job, a thing or a reason. */
const GROUPED_BY = { job: "job_id", thing: "thing_name", reason: "reason" } as const;

/**
 * How many are stuck, and how many wait, of each job, thing and reason: kept by the table itself with every statement that
 * changes its rows, whoever makes it, as to sum up a million rows takes longer than a page may.
 *
 * A group has a row for what is stuck of it, for what waits and for both, so that each order of each question is an index.
 */
async function sumGroups(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("open_group")
    .addColumn("fleet_id", "text", (column) => column.notNull())
    .addColumn("view", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("stuck", "integer", (column) => column.notNull())
    .addColumn("waiting", "integer", (column) => column.notNull())
    .addColumn("since", "timestamptz", (column) => column.notNull())
    // Never kept: the oldest that a statement takes away, for the comparison with what is kept.
    .addColumn("gone_since", "timestamptz")
    .addPrimaryKeyConstraint("open_group_key", ["fleet_id", "view", "state", "key"])
    .execute();
  for (const order of ["stuck", "waiting", "since"])
    await db.schema
      .createIndex(`open_group_by_${order}`)
      .on("open_group")
      .columns(["fleet_id", "view", "state", order, "key"])
      .execute();
  await sql`create index open_group_without_oldest on open_group (view) where since = '-infinity'`.execute(
    db,
  );
  const none = `${dueOf("new_rows")} limit 0`;
  await sumOn(db, "insert", { added: dueOf("new_rows"), removed: none });
  await sumOn(db, "delete", { added: none.replace("new_rows", "old_rows"), removed: dueOf("old_rows") });
  await sumOn(db, "update", {
    added: `${dueOf("new_rows")} except ${dueOf("old_rows")}`,
    removed: `${dueOf("old_rows")} except ${dueOf("new_rows")}`,
  });
}

const dueOf = (rows: string) =>
  `select fleet_id, job_id, thing_name, reason, status, since from ${rows} where is_due`;

/**
 * Counts what a statement has changed, and looks for the oldest of a group anew where that one is gone.
 *
 * One writer of a fleet's sums at a time, by a lock until its transaction ends: what is looked for is then all there is.
 * Statements are planned anew each time: a plan for the first few rows would be kept, and is slow for many.
 */
async function sumOn(
  db: Kysely<unknown>,
  deed: "insert" | "update" | "delete",
  { added, removed }: { added: string; removed: string },
): Promise<void> {
  const groups = Object.entries(GROUPED_BY).map(([view, column]) => `('${view}', ${column})`);
  await sql
    .raw(
      `create function open_group_sum_on_${deed}() returns trigger language plpgsql as $$ begin
        if not exists (${added}) and not exists (${removed}) then return null; end if;
        perform pg_advisory_xact_lock(${SUM_LOCK}, hashtext(fleet_id))
          from (select fleet_id from (${added}) as added union select fleet_id from (${removed}) as removed
            order by fleet_id) as fleets;
        execute $sum$
          insert into open_group as grouped (fleet_id, view, state, key, stuck, waiting, since, gone_since)
          select fleet_id, view, state, key,
            coalesce(sum(sign) filter (where status = 'IN_PROGRESS'), 0),
            coalesce(sum(sign) filter (where status <> 'IN_PROGRESS'), 0),
            coalesce(min(since) filter (where sign > 0), 'infinity'), min(since) filter (where sign < 0)
          from (select *, 1 as sign from (${added}) as added
            union all select *, -1 from (${removed}) as removed) as executions
          cross join lateral (values ${groups.join(", ")}) as place (view, key)
          cross join lateral (values ('both'), (case status when 'IN_PROGRESS' then 'stuck' else 'waiting' end))
            as of_state (state)
          group by fleet_id, view, state, key
          on conflict (fleet_id, view, state, key) do update set stuck = grouped.stuck + excluded.stuck,
            waiting = grouped.waiting + excluded.waiting, since = case when excluded.gone_since <= grouped.since
              then '-infinity' else least(grouped.since, excluded.since) end
          where excluded.stuck <> 0 or excluded.waiting <> 0 or excluded.since < grouped.since
            or excluded.gone_since <= grouped.since $sum$;
        ${deed === "insert" ? "" : findOldest()}
        return null;
      end $$`,
    )
    .execute(db);
  const tables = [deed !== "insert" && "old table as old_rows", deed !== "delete" && "new table as new_rows"];
  await sql
    .raw(
      `create trigger open_group_sum_on_${deed} after ${deed} on open_execution
        referencing ${tables.filter(Boolean).join(" ")}
        for each statement execute function open_group_sum_on_${deed}()`,
    )
    .execute(db);
}

/** Of groups whose oldest is gone; where that was the last, so is the group. A thing has few, of others an index tells. */
function findOldest(): string {
  const oldest = (column: string) => `
    select min(oldest.since)
    from (values ('stuck', 'IN_PROGRESS'), ('waiting', 'QUEUED')) as of_state (state, status),
      lateral (
        select since from open_execution as execution
        where execution.fleet_id = grouped.fleet_id and execution.${column} = grouped.key
          and execution.is_due and execution.status = of_state.status
        order by since limit 1) as oldest
    where grouped.state in (of_state.state, 'both')`;
  const oldestOfThing = `
    select min(since) filter (where grouped.state = 'both' or (status = 'IN_PROGRESS') = (grouped.state = 'stuck'))
    from open_execution as execution
    where execution.fleet_id = grouped.fleet_id and execution.thing_name = grouped.key and execution.is_due`;
  const update = (view: string, found: string) => `
    execute $of_${view}$ update open_group as grouped set since = (${found})
      where since = '-infinity' and view = '${view}' $of_${view}$;`;
  return `
    execute $empty$ delete from open_group
      where since = '-infinity' and stuck = 0 and waiting = 0 $empty$;
    ${update("job", oldest("job_id"))} ${update("reason", oldest("reason"))} ${update("thing", oldestOfThing)}`;
}
