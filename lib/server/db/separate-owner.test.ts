import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { createAuditLog } from "@/lib/server/audit/audit-log";
import { CANCELED, intentOf } from "@/lib/server/audit/testing/sample-entries";
import { verifyChain } from "@/lib/server/audit/verify-chain";
import { type Database, openDatabase } from "./open-database";

const server = inject("postgresUrl");
const run = `run_${randomUUID().replaceAll("-", "")}`;
const OWNER = `owner_${run}`;
const LOGIN = `login_${run}`;

const urlOf = (user: string) => server.replace(/\/\/[^@]+@/, `//${user}@`).replace(/[^/]+$/, run);

async function ask(url: string, statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

const opened: Database[] = [];
const open = async (user = LOGIN) => {
  const database = await openDatabase({ kind: "postgres", url: urlOf(user), ownerUrl: urlOf(OWNER) });
  opened.push(database);
  return database;
};

beforeEach(() =>
  ask(server, [
    `create role ${OWNER} login createrole`,
    `create role ${LOGIN} login`,
    `create database ${run} owner ${OWNER}`,
    // Roles belong to the whole server. Another test has created this one, so this owner may not grant it.
    `do $$ begin create role standdown_app nologin; exception when duplicate_object then null; end $$`,
    `grant standdown_app to ${OWNER} with admin option`,
  ]),
);
afterEach(async () => {
  await Promise.all(opened.splice(0).map((database) => database.close()));
  await ask(server, [`drop database ${run} with (force)`]);
  for (const user of [LOGIN, OWNER]) await ask(server, [`drop owned by ${user}`, `drop role ${user}`]);
});

/** Every way to change a row, or what guards it. */
const ATTEMPTS = [
  "update audit_log set person = 'eve'",
  "delete from audit_log",
  "truncate audit_log",
  "alter table audit_log disable trigger all",
  "alter table audit_log disable trigger audit_log_append_only",
  "drop trigger audit_log_append_only on audit_log",
  "create or replace function audit_log_refuse() returns trigger language plpgsql as 'begin return old; end'",
  "set session_replication_role = replica",
  "alter table audit_log owner to current_user",
  "drop table audit_log",
];

describe("PostgreSQL with an owner of its own", () => {
  test("the console works as a user who can neither change nor delete entries, nor what guards them", async () => {
    const database = await open();
    const log = createAuditLog(() => Promise.resolve(database));
    await log.complete(await log.open(intentOf({})), CANCELED);

    for (const stepUp of ["select 1", "reset role", `set role ${LOGIN}`, "set role none"]) {
      const client = new pg.Client({ connectionString: urlOf(LOGIN) });
      await client.connect();
      await client.query("set role standdown_app");
      await client.query(stepUp);
      await client.query("grant update, delete on audit_log to current_user"); // a warning: nothing was granted
      for (const attempt of ATTEMPTS)
        await expect(client.query(attempt), `${attempt}, after ${stepUp}`).rejects.toMatchObject({
          code: expect.stringMatching(/^(42501|42809)$/) as string,
        });
      await expect(client.query(`set role ${OWNER}`)).rejects.toMatchObject({ code: "42501" });
      await client.end();
    }
    expect(await verifyChain(database.kysely)).toMatchObject({ rows: 2, fault: null });
  });

  test("opens again and works, and retention and restoring run as the owner", async () => {
    await (await open()).close();
    const database = await open();
    const log = createAuditLog(() => Promise.resolve(database));
    await log.record(intentOf({}), CANCELED);
    const { rows } = await database.asOwner((owner) =>
      sql<{ name: string }>`select current_user as name`.execute(owner),
    );
    expect(rows).toEqual([{ name: OWNER }]);
    expect(await verifyChain(database.kysely)).toMatchObject({ rows: 1, fault: null });
  });

  test("finds the owner's tables, whatever the search path of its own user", async () => {
    await ask(urlOf(OWNER), [`create schema authorization ${OWNER}`]);
    const database = await open();
    await createAuditLog(() => Promise.resolve(database)).record(intentOf({}), CANCELED);
    expect(await verifyChain(database.kysely)).toMatchObject({ rows: 1, fault: null });
  });

  test.each([
    ["is the owner after all", [], OWNER],
    ["is a member of the owner", [`grant ${OWNER} to ${LOGIN}`], LOGIN],
    ["is a superuser", [`alter role ${LOGIN} superuser`], LOGIN],
  ])("does not start as a user who %s", async (_, statements, user) => {
    await ask(server, statements);
    await expect(open(user)).rejects.toThrow(`The user of DATABASE_URL, ${user}, may change or delete`);
  });
});
