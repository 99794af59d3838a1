/*
 * The dependency rules: app → components → lib, and inside lib a closed list for each folder. What a list does not name
 * may not be imported. lib/scripts/dependency-rules.test.ts breaks every rule here on purpose and sees it fire: add a
 * case there with each new rule.
 */

const TESTS = "[.]test[.]tsx?$|^lib/testing/|^lib/(emulator|server/[a-z-]+)/testing/";
/** They work on the store itself, with the console stopped or beside it: through the very code that the console has. */
const STORE_COMMANDS = "^lib/scripts/(audit|backup|restore|users|with-store|chain-report)[.]ts$";
const OURS = "^(app|components|e2e|lib)/|^(instrumentation|proxy)[.]ts$";

const core = (...names) => `^lib/core/(${names.join("|")})/`;
const server = (...names) => `^lib/server/(${names.join("|")})/`;

/** Of our own files, `from` may import itself and what `may` lists. Tests are held by rules of their own. */
function closedList(name, from, may, comment) {
  return {
    name,
    comment,
    severity: "error",
    from: { path: from, pathNot: TESTS },
    to: { path: OURS, pathNot: [from, ...may] },
  };
}

/** A closed list of a folder of the server, which may import what belongs to the process besides. */
function serverList(name, from, may, comment) {
  return closedList(name, from, [...may, PROCESS], comment);
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

const READING = ["things", "jobs", "executions"];
/** What is read out of the index of open executions. */
const DERIVED = ["stuck", "trends", "alerts", "names"];
const USE_CASES = server(...READING, ...DERIVED, "operations");
/** What exists once per process and depends on nothing: every folder of the server may import it. */
const PROCESS = server("process");
/** They are handed their adapters. */
const HANDED = server(...READING, ...DERIVED, "operations", "open-executions", "notifications");
const INDEX_STORE = "^lib/server/open-executions/(store/|[a-z-]+[.]ts$)";

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    closedList(
      "app",
      "^app/",
      [
        "^components/",
        "^lib/(core|client)/",
        USE_CASES,
        "^lib/server/audit/(read|export)-audit[.]ts$", // the use cases; the audit log itself stays out of reach
        server("auth", "http", "runtime", "telemetry"),
        "^lib/server/config/fleet[.]ts$", // a type: what a page shows of its fleet
      ],
      "Routes parse, ask and render. A page that knew AWS or tables would go round the use cases, where permission and rules are asked.",
    ),
    closedList(
      "components",
      "^components/",
      ["^lib/(core|client)/", server("actions")],
      "Components run in the browser: only what a browser may see. Server actions are references there.",
    ),
    closedList(
      "ui",
      "^components/ui/",
      [core("format")],
      "Buttons and tables have no domain words, only times and counts, so every folder of components can use them.",
    ),
    closedList(
      "client",
      "^lib/client/",
      ["^lib/core/"],
      "It runs in the browser: fetch and parse. It knows the wire, not the server behind it.",
    ),
    closedList(
      "domain",
      core("domain"),
      [],
      "The rules are true whatever the framework, the wire or AWS's client: they import nothing.",
    ),
    ...["permissions", "contracts", "format"].map((name) =>
      closedList(name, core(name), [core("domain")], "What runs anywhere drags nothing along but the rules."),
    ),
    serverList(
      "actions",
      server("actions"),
      ["^lib/core/", USE_CASES, server("auth", "runtime")],
      "A server action does three moves: who asks, parse, use case. With a gateway in reach it would soon do a fourth.",
    ),
    serverList(
      "reading-and-canceling",
      server(...READING),
      ["^lib/core/", server("groups", "iot", "config", "audit")],
      "A use case takes what it needs as arguments: it never looks for its adapters, its session or its environment.",
    ),
    serverList(
      "groups",
      server("groups"),
      ["^lib/core/"],
      "Which groups a filter by one group stands for is one answer, for lists of things and jobs and for what is stuck.",
    ),
    serverList(
      "operations",
      server("operations"),
      ["^lib/core/", server("executions", "iot", "config", "audit", "notifications", "db")],
      "Bulk cancel is a loop around single cancel: hence executions, and db for its own store.",
    ),
    serverList(
      "open-executions",
      server("open-executions"),
      ["^lib/core/", server("iot", "config", "db", "notifications", "trends", "alerts", "names")],
      "The index is read from AWS and cancels nothing. What is derived from it is written in its own transactions.",
    ),
    serverList(
      "derived",
      server(...DERIVED),
      ["^lib/core/", INDEX_STORE, server("groups", "iot", "config", "db", "notifications")],
      "What is derived from the index reads its store, and knows nothing of how AWS is scanned.",
    ),
    serverList(
      "notifications",
      server("notifications"),
      ["^lib/core/", server("config", "audit", "db")],
      "A message is signed, sent and given up in one way, whatever it is about: others say that.",
    ),
    serverList(
      "iot",
      server("iot"),
      ["^lib/core/(domain|contracts)/"],
      "The gateway says in our words what AWS answers. It never knows who asks or why.",
    ),
    serverList(
      "config",
      server("config"),
      ["^lib/core/"],
      "The environment is parsed before anything else runs, so it needs nothing that reads it.",
    ),
    serverList(
      "audit",
      server("audit"),
      ["^lib/core/", server("db")],
      "The audit log is written by those that are given it; it does nothing itself.",
    ),
    serverList(
      "auth",
      server("auth"),
      ["^lib/core/", server("config", "db", "audit", "http", "telemetry"), "^lib/server/runtime/store[.]ts$"],
      "Who asks is found out before anything is done: auth knows no use case and no AWS. Its one instance is built on the process's store.",
    ),
    serverList(
      "db",
      server("db"),
      ["^lib/server/config/env[.]ts$"],
      "Tables and migrations stand below everything that has rows in them.",
    ),
    serverList(
      "http",
      server("http"),
      [],
      "What every request passes before anybody knows who asks or what for: strings, numbers and Node.",
    ),
    closedList(
      "process-wide",
      PROCESS,
      [],
      "Every folder of the server may import it, so it imports none: values, caches and locks of the process.",
    ),
    serverList(
      "telemetry",
      server("telemetry"),
      [
        core("domain"),
        server("http", "config"),
        "^lib/server/iot/call-aws[.]ts$",
        "^lib/server/runtime/graceful-stop[.]ts$",
      ],
      "Logs and counts record what happened; they take part in nothing.",
    ),
    closedList(
      "runtime",
      server("runtime"),
      ["^lib/core/", "^lib/server/(?!actions/)"],
      "The one place where adapters are chosen and loops are started knows all of the server, and no page or action.",
    ),
    closedList(
      "process",
      "^(instrumentation|proxy)[.]ts$",
      [server("http", "runtime", "telemetry"), "^lib/server/(auth/path-header|config/env)[.]ts$"],
      "What runs before the first request starts things and guards requests; it asks no use case.",
    ),

    typeOnly(
      "gateway-as-type",
      HANDED,
      server("iot", "config"),
      "Use cases are handed a gateway, so that tests and the runner can hand them another.",
    ),
    typeOnly(
      "audit-as-type",
      HANDED,
      server("audit"),
      "Use cases are handed the audit log: which one is chosen in the runtime only.",
    ),
    typeOnly(
      "wire-as-type",
      server("iot"),
      core("contracts"),
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
      { path: OURS, pathNot: "^lib/emulator/" },
      "The emulator reads AWS's documents, not ours: with our rules in it, it would agree with our mistakes.",
    ),
    forbidden(
      "emulator-needs-node-only",
      { path: "^lib/emulator/", pathNot: TESTS },
      { dependencyTypes: ["npm", "npm-dev", "npm-optional", "npm-peer", "npm-no-pkg", "npm-unknown"] },
      "It starts before anything is built and stays small: Node's own modules are enough for it.",
    ),
    forbidden(
      "scripts-are-not-imported",
      { pathNot: ["^lib/scripts/", "^e2e/", TESTS, "^playwright[.]config[.]ts$"] },
      { path: "^lib/scripts/" },
      "The npm scripts start the product; the product does not know them. Browser tests and tests of the gateway start servers by them.",
    ),
    forbidden(
      "scripts-start-processes",
      { path: "^lib/scripts/", pathNot: [TESTS, STORE_COMMANDS] },
      { path: OURS, pathNot: ["^lib/scripts/", "^lib/server/process/exclusive-lock[.]ts$"] },
      "Commands run as plain Node, without an alias or a bundler: they start the console and the emulator, and import neither. A lock is Node's alone.",
    ),
    forbidden(
      "tests-of-pages-see-pages",
      { path: "^e2e/" },
      {
        path: OURS,
        pathNot: ["^e2e/", "^lib/(scripts|core|testing)/", "^lib/server/db/testing/postgres-server[.]ts$"],
      },
      "Browser tests use the product as a person does; of its code they may know words, not workings. They start the database too.",
    ),
    forbidden(
      "tests-of-lib-know-no-pages",
      { path: "^(app|components|lib)/" },
      { path: "^e2e/" },
      "What unit and browser tests share stands in lib/testing.",
    ),
    forbidden(
      "aws-sdk-in-one-place",
      {
        path: "^(app|components|lib)/|^(instrumentation|proxy)[.]ts$",
        pathNot: [
          "^lib/server/iot/",
          "^lib/emulator/.*[.]test[.]ts$",
          "^lib/emulator/testing/",
          "^lib/scripts/bench",
        ],
      },
      { path: "^node_modules/(@aws-sdk|@smithy|aws-sdk)/" },
      "The SDK's optional everything and its error classes stop at the gateway; the emulator is tested with it, and measured beside it.",
    ),
    forbidden(
      "queue-in-one-place",
      { path: "^(app|components|lib)/|^(instrumentation|proxy)[.]ts$", pathNot: ["^lib/server/db/"] },
      { path: "^node_modules/pg-boss/" },
      "What runs what is asked of the work queue, which stands on the same database as all else; which package keeps it is db's own affair.",
    ),
    forbidden(
      "next-at-the-edges",
      { path: "^lib/", pathNot: ["^lib/server/(actions/|auth/session[.]tsx?$)", "^lib/scripts/"] },
      { path: "^node_modules/(next|server-only)/" },
      "Use cases, gateway and runner work in a process that is not Next.",
    ),
    forbidden(
      "react-in-what-is-seen",
      { path: "^lib/", pathNot: ["^lib/client/", "^lib/scripts/"] },
      { path: "^node_modules/(react|react-dom|@tanstack|@base-ui|lucide-react)/" },
      "lib is not shown: what renders is a component.",
    ),
    forbidden(
      "domain-is-bare",
      { path: "^lib/core/(domain|format|permissions)/", pathNot: TESTS },
      {
        dependencyTypes: ["npm", "npm-dev", "npm-optional", "npm-peer", "npm-no-pkg", "npm-unknown", "core"],
      },
      "Rules and words need no package, and not even Node: they run in the browser too.",
    ),
    forbidden(
      "contracts-know-zod",
      { path: "^lib/core/contracts/", pathNot: TESTS },
      {
        dependencyTypes: ["npm", "npm-dev", "npm-optional", "npm-peer", "npm-no-pkg", "npm-unknown", "core"],
        pathNot: "^node_modules/zod/",
      },
      "A schema is zod and the rules: every kilobyte more is sent to every browser.",
    ),
    forbidden(
      "no-node-in-the-browser",
      { path: "^(components|lib/client)/", pathNot: TESTS },
      { dependencyTypes: ["core"] },
      "There is no file system and no process where components run.",
    ),
    forbidden(
      "no-tests-in-the-product",
      { pathNot: [TESTS, "^e2e/"] },
      { path: TESTS },
      "A test is run by its runner alone.",
    ),
    forbidden(
      "no-dev-packages-in-the-product",
      { path: "^(app|components|lib)/", pathNot: [TESTS, "^lib/scripts/"] },
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
      { circular: true },
      "In a cycle no file can be loaded, or understood, before the other: types included.",
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
