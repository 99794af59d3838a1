import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const project = dirname(fileURLToPath(import.meta.url));

/** @type {import("next").NextConfig} */
export default {
  // One folder with the server and all it needs: `npm run build` adds the static files.
  output: "standalone",
  typedRoutes: true,
  reactCompiler: true,
  poweredByHeader: false,
  // Pinned: next would guess another root where a folder above this one has a lock file too.
  turbopack: { root: project },
  outputFileTracingRoot: project,
  // Nobody imports these, but a trace that meets `process.cwd()` takes the whole folder in.
  outputFileTracingExcludes: {
    "/*": ["lib/emulator/**", "lib/commands/**", "e2e/**", ".cache/**", "README.md", "test-results/**"],
  },
  // `npm run check` does it, tests included; twice would be 10 s more before every demo.
  typescript: { ignoreBuildErrors: true },
};
