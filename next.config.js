import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const project = dirname(fileURLToPath(import.meta.url));

/** @type {import("next").NextConfig} */
export default {
  // One folder with the server and all it needs: `npm run build` adds the static files.
  output: "standalone",
  typedRoutes: true,
  // Only functions marked "use memo" are compiled: the tables of up to 100,000 rows. Elsewhere the memoization that the
  // compiler adds makes a page's script larger and saves no render that anybody notices.
  reactCompiler: { compilationMode: "annotation" },
  poweredByHeader: false,
  experimental: {
    // What tells its length is refused before Next sees it (lib/server/http/body-size); these hold where a body is longer
    // than it said.
    serverActions: { bodySizeLimit: "3584kb" },
    proxyClientMaxBodySize: "3584kb",
  },
  // The filter of the audit log had another name: old links still work.
  redirects: async () => [
    ...["/:fleet/audit", "/api/:fleet/audit", "/api/:fleet/audit/export"].map((source) => ({
      source,
      has: [{ type: /** @type {const} */ ("query"), key: "deed", value: "(?<action>.+)" }],
      missing: [{ type: /** @type {const} */ ("query"), key: "action" }],
      destination: `${source}?action=:action`,
      permanent: false,
    })),
  ],
  // Static files get no headers from lib/server/http (security-headers): they are the same for everyone.
  headers: async () => [
    {
      source: "/_next/static/:path*",
      headers: [
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
      ],
    },
  ],
  // Pinned: next would guess another root where a folder above this one has a lock file too.
  turbopack: { root: project },
  outputFileTracingRoot: project,
  // The embedded engine runs in a worker that is started by its path (lib/server/db/embedded-engine), which no trace sees.
  serverExternalPackages: ["@electric-sql/pglite", "pg", "pg-boss"],
  outputFileTracingIncludes: {
    "/*": [
      "lib/server/db/embedded-worker.js",
      "node_modules/@electric-sql/pglite/{package.json,dist/**/*.{js,wasm,data},dist/pg_trgm.tar.gz}",
    ],
  },
  // Nobody imports these, but a trace that meets `process.cwd()` takes the whole folder in.
  outputFileTracingExcludes: {
    "/*": [
      "lib/emulator/**",
      "lib/scripts/**",
      "e2e/**",
      ".cache/**",
      "*.md",
      "docs/**",
      "lib/server/iot/aws-facts.md",
      "test-results/**",
      "data/**",
      "fleets.json",
      ".env*",
    ],
  },
  // `npm run check` does it, tests included; twice would be 10 s more before every demo.
  typescript: { ignoreBuildErrors: true },
};
