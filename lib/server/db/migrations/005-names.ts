import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** The names of things and jobs that were met, to be found by a part of them. AWS can be asked for all of it again. */
export const names: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("known_name")
      .addColumn("fleet_id", "text", (column) => column.notNull())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("shuffle", "integer", (column) => column.notNull())
      .addColumn("seen_at", "timestamptz", (column) => column.notNull())
      .addPrimaryKeyConstraint("known_name_key", ["fleet_id", "kind", "name"])
      .execute();
    // By bytes, so that all names that begin alike stand together whatever the language of the database is.
    await sql`create index known_name_begin on known_name (fleet_id, kind, (lower(name)) collate "C")`.execute(
      db,
    );
    await sql`create index known_name_shuffle on known_name (fleet_id, kind, shuffle) include (name)`.execute(
      db,
    );
    await sql.raw(INDEX_PARTS).execute(db);

    await db.schema
      .createTable("thing_walk")
      .addColumn("fleet_id", "text", (column) => column.primaryKey())
      .addColumn("cursor", "text")
      .addColumn("began_at", "timestamptz")
      .addColumn("ended_at", "timestamptz")
      .execute();
  },
};

/**
 * The index of parts needs pg_trgm, which the owner of a database may add from PostgreSQL 13 on, where it is installed.
 * Without it names are found all the same, by a bounded look (see find-names). Whoever adds it later makes the index by
 * the statement below. Fleet and kind are not in it (btree_gin): their lists, as long as the table, made it 20 times
 * slower for a rare part.
 *
 * A short list of what is not sorted in yet: each search has to read all of it, and the embedded engine never tidies up.
 */
const INDEX_PARTS = `
  do $$
  declare home name;
  begin
    create extension if not exists pg_trgm;
    select nspname into home from pg_extension join pg_namespace on pg_namespace.oid = extnamespace
      where extname = 'pg_trgm';
    execute format(
      'create index known_name_part on known_name using gin (lower(name) %I.gin_trgm_ops)'
        ' with (gin_pending_list_limit = 256)', home);
  exception when insufficient_privilege or feature_not_supported or undefined_file or undefined_object then
    raise notice 'Without pg_trgm a part of a name is looked for among some of the names only.';
  end $$`;
