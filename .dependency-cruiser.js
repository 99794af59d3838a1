/*
 * The import law: app → components → lib, and inside lib a closed list for each room. What a list does not name may not
 * be imported. lib/commands/import-law.test.ts breaks every rule here on purpose and sees it fire: add a case there
 * with each new rule.
 */

const TESTS = "[.]test[.]tsx?$|^lib/(emulator|db|audit|auth|operations|triage|telemetry)/testing/";
/** They work on the store itself, with the console stopped or beside it: through the very code that the console has. */
const STORE_COMMANDS = "^lib/commands/(audit|backup|restore|users|with-store|chain-report)[.]ts$";
const ROOMS = "^(app|components|e2e|lib)/|^(instrumentation|proxy)[.]ts$";

const room = (name) => `^lib/${name}/`;
const rooms = (...names) => `^lib/(${names.join("|")})/`;
const file = (name) => `^lib/${name}[.]ts$`;

/** Of our own files, `from` may import itself and what `may` lists. Tests are held by rules of their own. */
function closedList(name, from, may, comment) {
  return {
    name,
    comment,
    severity: "error",
    from: { path: from, pathNot: TESTS },
    to: { path: ROOMS, pathNot: [from, ...may] },
  };
}

/** `from` may import `to` as a type only: it then runs without it. */
function typeOnly(name, from, to, comment) {
  return {
    name,
    comment,
    severity: "error",
    from: { path: from, pathNot: TESTS },
    to: { path: to, dependencyTypesNot: ["type-only"] },
  };
}

function forbidden(name, from, to, comment) {
  return { name, comment, severity: "error", from, to };
}

const BROWSER_ROOMS = rooms("actions", "queries", "contracts", "format", "domain");
const PURE_AUTH =
  "^lib/auth/(actor|auth-settings|loopback-url|may|may-steer|permissions|thing-pattern)[.]ts$";
const READING_ROOMS = ["things", "jobs", "executions"];
const USE_CASES = rooms(...READING_ROOMS, "operations", "triage");
/** They are handed their adapters. */
const HANDED = rooms(...READING_ROOMS, "operations", "triage", "webhook");

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    closedList(
      "app",
      "^app/",
      [
        "^components/",
        USE_CASES,
        rooms("fleets", "auth", "actions", "contracts", "queries", "format", "domain", "telemetry", "gate"),
        file("services"),
        "^lib/audit/(read|export)-audit[.]ts$", // the use cases; the ledger itself stays out of reach
      ],
      "Routes parse, ask and render. A page that knew AWS, tables or the audit log would go round the use cases, where permission and rules are asked.",
    ),
    closedList(
      "components",
      "^components/",
      [BROWSER_ROOMS, PURE_AUTH],
      "Components run in the browser: only what a browser may see, and the pure part of auth to say why a button is disabled.",
    ),
    closedList(
      "ui",
      "^components/ui/",
      [rooms("format")],
      "Buttons and tables have no domain words, only times and counts, so every room of components can use them.",
    ),
    closedList(
      "domain",
      room("domain"),
      [],
      "The rules are true whatever the framework, the wire or AWS's client: they import nothing.",
    ),
    closedList(
      "contracts",
      room("contracts"),
      [rooms("domain")],
      "Schemas are parsed on both sides of the wire, so they drag nothing along but the rules.",
    ),
    closedList(
      "queries",
      room("queries"),
      [rooms("contracts", "domain")],
      "Queries run in the browser: fetch and parse. They know the wire, not the server behind it.",
    ),
    closedList(
      "format",
      room("format"),
      [rooms("domain")],
      "Words are pure: from facts of the domain to text, on either side.",
    ),
    closedList(
      "actions",
      room("actions"),
      [rooms("auth", "contracts", "domain", "telemetry"), USE_CASES, file("services")],
      "The door in does three moves: who asks, parse, use case. With a gateway in reach it would soon do a fourth.",
    ),
    closedList(
      "reading-and-canceling",
      rooms(...READING_ROOMS),
      [rooms("domain", "contracts", "iot", "fleets", "audit"), PURE_AUTH],
      "A use case takes what it needs as arguments: it never looks for its adapters, its session or its environment.",
    ),
    closedList(
      "operations",
      room("operations"),
      [rooms("domain", "contracts", "executions", "iot", "fleets", "audit", "webhook", "db"), PURE_AUTH],
      "Bulk cancel is a loop around single cancel: hence executions, and db for its own store.",
    ),
    closedList(
      "triage",
      room("triage"),
      [rooms("domain", "contracts", "iot", "fleets", "audit", "webhook", "db"), PURE_AUTH],
      "The index of open executions is read and asked, and cancels nothing: it has no part in operations, only a store of its own.",
    ),
    closedList(
      "webhook",
      room("webhook"),
      [rooms("domain", "fleets", "audit", "db")],
      "A message is signed, sent and given up in one way, whatever it is about: operations and triage say that.",
    ),
    closedList(
      "iot",
      room("iot"),
      [rooms("domain", "contracts", "fleets")],
      "The gateway tells AWS in our words: it knows the words and where the fleet is, never who asks or why.",
    ),
    closedList(
      "fleets",
      room("fleets"),
      [rooms("domain", "contracts"), PURE_AUTH, file("(env|setting-schemas)")],
      "Which accounts and regions there are follows from the environment alone.",
    ),
    closedList(
      "audit",
      room("audit"),
      [rooms("domain", "contracts", "db"), PURE_AUTH],
      "The ledger is written by whoever is given it; it does no deed itself.",
    ),
    closedList(
      "auth",
      room("auth"),
      [
        rooms("domain", "contracts", "format", "db", "audit", "gate", "telemetry"),
        file("(env|setting-schemas)"),
        file("services"),
      ],
      "Who asks is settled before anything is done: auth knows no use case and no AWS.",
    ),
    closedList(
      "db",
      room("db"),
      [file("env")],
      "Tables and migrations stand below everything that has rows in them.",
    ),
    closedList(
      "env",
      file("env"),
      [PURE_AUTH, file("setting-schemas")],
      "The environment is parsed before anything else runs, so it needs nothing that reads it.",
    ),
    closedList(
      "setting-schemas",
      file("setting-schemas"),
      [],
      "What a setting may be does not depend on where it is said: in the environment or in a file of fleets.",
    ),
    closedList(
      "services",
      file("services"),
      [
        rooms("fleets", "iot", "audit", "db", "domain", "telemetry", "webhook"),
        PURE_AUTH,
        USE_CASES,
        file("(env|graceful-stop)"),
      ],
      "The one place where adapters are chosen knows the adapters, and no page, door or session.",
    ),
    closedList(
      "gate",
      room("gate"),
      [],
      "What every request passes before anybody knows who asks or what for: strings, numbers and Node.",
    ),
    closedList(
      "telemetry",
      room("telemetry"),
      [rooms("gate", "domain"), "^lib/iot/call-aws[.]ts$", file("(env|graceful-stop)")],
      "Logs and counts are told what happened; they take part in nothing.",
    ),
    closedList(
      "process",
      "^(instrumentation|proxy|lib/(prepare-process|require-env|graceful-stop|leave-to-others|tend-ledger|check-accounts|start-operations|start-index))[.]ts$",
      [
        file(
          "(env|require-env|prepare-process|graceful-stop|leave-to-others|tend-ledger|check-accounts|start-operations|start-index)",
        ),
        file("services"),
        "^lib/db/work-queue[.]ts$",
        rooms("operations", "triage", "webhook"),
        "^lib/audit/(audit-log|drop-old-entries)[.]ts$",
        "^lib/db/lock-directory[.]ts$",
        "^lib/executions/(settle-open-cancellations|reread-uncertain)[.]ts$",
        rooms("auth", "fleets", "gate", "telemetry"),
      ],
      "What runs before the first request starts things; it has no part in any deed.",
    ),

    typeOnly(
      "gateway-as-type",
      HANDED,
      rooms("iot", "fleets"),
      "Use cases are handed a gateway, so that tests and the runner can hand them another.",
    ),
    typeOnly(
      "audit-as-type",
      HANDED,
      rooms("audit"),
      "Use cases are handed the ledger: which one is chosen in services only.",
    ),
    typeOnly(
      "fleet-as-type",
      room("iot"),
      rooms("fleets"),
      "The gateway is built for one fleet: it does not go and choose.",
    ),
    typeOnly(
      "wire-as-type",
      room("iot"),
      rooms("contracts"),
      "The gateway returns the shapes that go out; what parses what comes in is no business of AWS's.",
    ),

    forbidden(
      "emulator-is-reached-over-http",
      { pathNot: "^lib/emulator/" },
      { path: "^lib/emulator/" },
      "Nobody imports the emulator. One that is imported would be tested instead of AWS's HTTP.",
    ),
    forbidden(
      "emulator-stands-alone",
      { path: "^lib/emulator/", pathNot: TESTS },
      { path: ROOMS, pathNot: "^lib/emulator/" },
      "The emulator reads AWS's documents, not ours: with our rules in it, it would agree with our mistakes.",
    ),
    forbidden(
      "emulator-needs-node-only",
      { path: "^lib/emulator/", pathNot: TESTS },
      { dependencyTypes: ["npm", "npm-dev", "npm-optional", "npm-peer", "npm-no-pkg", "npm-unknown"] },
      "It starts before anything is built and stays small: Node's own modules are enough for it.",
    ),
    forbidden(
      "commands-are-nobodys",
      { pathNot: ["^lib/commands/", "^e2e/", TESTS, "^playwright[.]config[.]ts$"] },
      { path: "^lib/commands/" },
      "The npm scripts start the product; the product does not know them. Browser tests and tests of the gateway start servers by them.",
    ),
    forbidden(
      "commands-start-processes",
      { path: "^lib/commands/", pathNot: [TESTS, STORE_COMMANDS] },
      { path: ROOMS, pathNot: "^lib/commands/" },
      "Commands run as plain Node, without an alias or a bundler: they start the console and the emulator, and import neither.",
    ),
    forbidden(
      "tests-of-pages-see-pages",
      { path: "^e2e/" },
      {
        path: ROOMS,
        pathNot: [
          "^e2e/",
          "^lib/(commands|domain|contracts|format)/",
          "^lib/auth/permissions[.]ts$",
          "^lib/db/testing/postgres-server[.]ts$",
        ],
      },
      "Browser tests use the product as a person does; of its code they may know words, not workings. They start the database too.",
    ),
    forbidden(
      "aws-sdk-in-one-place",
      {
        path: "^(app|components|lib)/|^(instrumentation|proxy)[.]ts$",
        pathNot: [
          "^lib/iot/",
          "^lib/services[.]ts$",
          "^lib/emulator/.*[.]test[.]ts$",
          "^lib/emulator/testing/",
          "^lib/commands/bench",
        ],
      },
      { path: "^node_modules/(@aws-sdk|@smithy|aws-sdk)/" },
      "The SDK's optional everything and its error classes stop at the gateway; the emulator is tested with it, and measured beside it.",
    ),
    forbidden(
      "queue-in-one-place",
      { path: "^(app|components|lib)/|^(instrumentation|proxy)[.]ts$", pathNot: ["^lib/db/"] },
      { path: "^node_modules/pg-boss/" },
      "What runs what is asked of the work queue, which stands on the same database as all else; which package keeps it is db's own affair.",
    ),
    forbidden(
      "next-at-the-edges",
      { path: "^lib/", pathNot: ["^lib/actions/", "^lib/auth/session[.]tsx?$", "^lib/commands/"] },
      { path: "^node_modules/(next|server-only)/" },
      "Use cases, gateway and runner work in a process that is not Next.",
    ),
    forbidden(
      "react-in-what-is-seen",
      { path: "^lib/", pathNot: ["^lib/queries/", "^lib/commands/"] },
      { path: "^node_modules/(react|react-dom|@tanstack|@base-ui|lucide-react)/" },
      "lib is not shown: what renders is a component.",
    ),
    forbidden(
      "domain-is-bare",
      { path: "^lib/(domain|format)/", pathNot: TESTS },
      {
        dependencyTypes: ["npm", "npm-dev", "npm-optional", "npm-peer", "npm-no-pkg", "npm-unknown", "core"],
      },
      "Rules and words need no package, and not even Node: they run in the browser too.",
    ),
    forbidden(
      "contracts-know-zod",
      { path: "^lib/contracts/", pathNot: TESTS },
      {
        dependencyTypes: ["npm", "npm-dev", "npm-optional", "npm-peer", "npm-no-pkg", "npm-unknown", "core"],
        pathNot: "^node_modules/zod/",
      },
      "A schema is zod and the rules: every kilobyte more is sent to every browser.",
    ),
    forbidden(
      "no-node-in-the-browser",
      { path: "^(components|lib/queries)/", pathNot: TESTS },
      { dependencyTypes: ["core"] },
      "There is no file system and no process where components run.",
    ),
    forbidden(
      "no-tests-in-the-product",
      { pathNot: [TESTS, "^e2e/"] },
      { path: [TESTS, "^e2e/"] },
      "A test is run by its runner alone.",
    ),
    forbidden(
      "no-dev-packages-in-the-product",
      { path: "^(app|components|lib)/", pathNot: [TESTS, "^lib/commands/"] },
      { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["npm", "type-only"] },
      "What is only for developing is not there where the product runs.",
    ),
    forbidden(
      "no-unlisted-packages",
      {},
      { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
      "A package that package.json does not name is there by luck.",
    ),
    forbidden(
      "no-unresolved",
      {},
      { couldNotResolve: true },
      "An import that cannot be resolved is held by no other rule.",
    ),
    forbidden(
      "no-cycles",
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
      "In a cycle no file can be loaded before the other. (Two types may name each other, as a job and its executions do.)",
    ),
  ],
  options: {
    tsPreCompilationDeps: true, // imports of types are imports too
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "^node_modules/" },
    exclude: { path: "^([.]next|[.]cache|test-results)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
