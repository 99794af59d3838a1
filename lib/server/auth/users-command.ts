import { parseArgs } from "node:util";
import * as z from "zod/mini";
import { createAuditLog } from "@/lib/server/audit/audit-log";
import { addUserSchema, type User, type UsersFailure } from "@/lib/core/contracts/users";
import type { Result } from "@/lib/core/domain/result";
import type { Database } from "@/lib/server/db/open-database";
import { usersFailureMessage } from "@/lib/core/format/users-failure-message";
import type { Actor } from "@/lib/core/permissions/actor";
import { askPassword } from "./ask-password";
import { createAuthAudit } from "./auth-audit";
import type { AuthServices } from "./auth-services";
import { createAuth } from "./create-auth";
import { type Role, ROLES } from "@/lib/core/permissions/permissions";
import { createSessionReader } from "./read-session";
import { listUsers } from "./read-users";
import { addUser, changeUser, removeUser, resetPassword } from "./users";

const USAGE = `Who may sign in:
  npm run users -- add EMAIL --role ROLE [--name NAME] [--fleets ID,ID] [--things PATTERN] [--no-password]
  npm run users -- list
  npm run users -- set-role EMAIL ROLE
  npm run users -- reset-password EMAIL
  npm run users -- remove EMAIL
Roles: ${ROLES.join(", ")}. A password is asked for, or read from standard input.`;

/** A refusal with a sentence for the person at the terminal. */
export class UsersCommandError extends Error {
  override name = "UsersCommandError";
}

/** Anyone who can run commands on the server could also change its tables, so they act as an admin under this name. */
const AT_THE_TERMINAL: Actor = { id: "command-line", name: "command line", role: "admin" };

/**
 * Runs one command.
 *
 * @param withStore opens the store, runs the work and closes it; not called for an unknown command
 * @throws UsersCommandError with what is wrong
 */
export async function runUsersCommand(
  args: readonly string[],
  withStore: (work: (database: Database) => Promise<void>) => Promise<void>,
): Promise<void> {
  const { values, positionals } = parse(args);
  const [command, email, ...rest] = positionals;
  const action = COMMANDS[command ?? ""];
  if (!action) throw new UsersCommandError(USAGE);
  await withStore((database) => action(toAuthServices(database), email?.toLowerCase(), rest, values));
}

function toAuthServices(database: Database): AuthServices {
  const settings = { secret: null, idleMinutes: 60, maxHours: 12, oidc: null, switchedOff: [] };
  // Nobody signs in here, so no cookie is ever signed with this secret.
  const secret = "x".repeat(32);
  const audit = createAuthAudit(createAuditLog(() => Promise.resolve(database)));
  const common = { kysely: database.kysely, settings, audit, demo: false };
  const auth = createAuth({ ...common, secret, publicOrigin: null, setsCookies: false });
  return { ...common, auth, readSession: createSessionReader(database, auth) };
}

type Values = ReturnType<typeof parse>["values"];
type Command = (
  services: AuthServices,
  email: string | undefined,
  rest: string[],
  values: Values,
) => Promise<void>;

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        role: { type: "string" },
        name: { type: "string" },
        fleets: { type: "string" },
        things: { type: "string" },
        "no-password": { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UsersCommandError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

const COMMANDS: Readonly<Record<string, Command>> = {
  add: async (services, email, _rest, values) => {
    const role = requireRole(values.role);
    const person = {
      email: email ?? "",
      name: values.name ?? "",
      role,
      fleets: values.fleets === undefined ? null : values.fleets.split(",").filter(Boolean),
      thingPattern: values.things ?? "",
    };
    // Checked before the password is asked for: nobody should type it twice to learn that the address is misspelled.
    const checked = z.safeParse(addUserSchema, { ...person, password: "" });
    if (!checked.success)
      throw new UsersCommandError(
        `${checked.error.issues[0]?.message ?? "This cannot be added"}.\n\n${USAGE}`,
      );
    const password = values["no-password"] ? "" : await ask(checked.data.email);
    if (password === "" && !values["no-password"])
      throw new UsersCommandError("No password was given. Nothing was changed.");
    orThrow(await addUser(services, AT_THE_TERMINAL, { ...checked.data, password }, null));
    say(`Added ${checked.data.email} as ${role}.`);
  },
  list: async (services) => {
    const users = orThrow(await listUsers(services, AT_THE_TERMINAL));
    if (users.length === 0) say("There are no users yet.");
    for (const user of users) say(lineOf(user));
  },
  "set-role": async (services, email, [role]) => {
    const user = await requireUser(services, email);
    const limits = { fleets: user.fleets, thingPattern: user.thingPattern ?? "" };
    const to = requireRole(role);
    orThrow(await changeUser(services, AT_THE_TERMINAL, { userId: user.id, role: to, ...limits }, null));
    say(`${user.email} is ${to} now.`);
  },
  "reset-password": async (services, email) => {
    const user = await requireUser(services, email);
    const password = await ask(user.email);
    orThrow(await resetPassword(services, AT_THE_TERMINAL, { userId: user.id, password }, null));
    say(`${user.email} has a new password; all their sessions have ended.`);
  },
  remove: async (services, email) => {
    const user = await requireUser(services, email);
    orThrow(await removeUser(services, AT_THE_TERMINAL, { userId: user.id }, null));
    say(`Removed ${user.email}.`);
  },
};

const say = (line: string) => void process.stdout.write(`${line}\n`);

const ask = (email: string) =>
  askPassword(email).catch((error: Error) => {
    throw new UsersCommandError(error.message);
  });

function requireRole(text: string | undefined): Role {
  const role = ROLES.find((known) => known === text);
  if (!role) throw new UsersCommandError(`The role is one of ${ROLES.join(", ")}.\n\n${USAGE}`);
  return role;
}

async function requireUser(services: AuthServices, email: string | undefined): Promise<User> {
  if (email === undefined) throw new UsersCommandError(USAGE);
  const user = orThrow(await listUsers(services, AT_THE_TERMINAL)).find((one) => one.email === email);
  if (!user) throw new UsersCommandError(`There is no user ${email}.`);
  return user;
}

function orThrow<Value>(result: Result<Value, UsersFailure>): Value {
  if (!result.ok) throw new UsersCommandError(usersFailureMessage(result.failure));
  return result.value;
}

function lineOf({ email, role, fleets, thingPattern, waysIn }: User): string {
  const limits = [fleets && `fleets ${fleets.join(", ")}`, thingPattern && `things ${thingPattern}`].filter(
    Boolean,
  );
  return [email, role ?? "no role", waysIn.join(", ") || "no password", ...limits].join("\t");
}
