import reactHooks from "eslint-plugin-react-hooks";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const TYPESCRIPT = ["**/*.ts", "**/*.tsx"];
const MAY_READ_ENV = [
  "lib/server/config/env.ts",
  "instrumentation.ts",
  "lib/scripts/**",
  "lib/emulator/main.ts",
  "lib/testing/**",
  "e2e/**",
  "*.config.{js,ts}",
];
const ENV_MESSAGE =
  "lib/server/config/env.ts is the only reader of the environment: it parses it once and lists all its issues.";

export default defineConfig(
  globalIgnores([".next/", ".cache/", "next-env.d.ts", "test-results/", "playwright-report/"]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: TYPESCRIPT,
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Also what catches a Playwright assertion that nobody awaits: it would pass whatever the page shows.
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      // A `default` is a decision; without one the compiler's proof must hold.
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // A gateway or an action may be async because its interface is, without awaiting anything itself.
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      eqeqeq: ["error", "always", { null: "ignore" }],
      // The server logs through the logger that it is given: JSON lines, at the level that LOG_LEVEL sets.
      "no-console": "error",
    },
  },
  { files: ["app/**/*.tsx", "components/**/*.tsx"], extends: [reactHooks.configs.flat.recommended] },
  {
    files: [
      "{lib/scripts,lib/emulator,lib/testing,e2e}/**",
      "lib/server/*/testing/**",
      "**/*.test.{ts,tsx}",
      "*.config.{js,ts}",
    ],
    rules: { "no-console": "off" },
  },
  {
    files: TYPESCRIPT,
    ignores: MAY_READ_ENV,
    rules: {
      "no-restricted-properties": ["error", { object: "process", property: "env", message: ENV_MESSAGE }],
      "no-restricted-imports": [
        "error",
        { name: "node:process", importNames: ["env"], message: ENV_MESSAGE },
      ],
    },
  },
);
