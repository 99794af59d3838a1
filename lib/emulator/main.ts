import { readCommandLine, USAGE } from "./command-line.ts";
import { startEmulator, type RunningEmulator, type StartOptions } from "./start-emulator.ts";

const read = readCommandLine(process.argv.slice(2), process.env);
if (read === "help") {
  console.log(USAGE);
} else if ("faults" in read) {
  console.error([...read.faults, "", USAGE].join("\n"));
  process.exitCode = 2;
} else {
  await run(read.options);
}

async function run(options: Required<StartOptions>): Promise<void> {
  let running: RunningEmulator;
  try {
    running = await startEmulator(options);
  } catch (error) {
    console.error(describeStartError(error, options));
    process.exitCode = 1;
    return;
  }
  const { fleet, seed, quotas } = options;
  console.log(`Emulator listening on ${running.url} (fleet ${fleet}, seed ${seed}, quotas ${quotas})`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      void running.stop();
    });
  }
}

function describeStartError(error: unknown, { port, host }: Required<StartOptions>): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") {
    return `Port ${port} of ${host} is taken. Choose another with EMULATOR_PORT or --port (0 takes a free one).`;
  }
  if (code === "EACCES") return `Port ${port} may not be used. Choose another with EMULATOR_PORT or --port.`;
  return error;
}
