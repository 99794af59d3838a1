import { CommandError } from "./command-error.ts";
import { ensureBuild } from "./console-build.ts";
import { launchConsole, launchEmulator } from "./launch.ts";
import { addressOf, listeningHost } from "./listening-host.ts";
import { requireFreePort } from "./ports.ts";
import { runCommand } from "./run-command.ts";

/** npm run demo: runs a simulated fleet and the console on it, until Ctrl-C. */
await runCommand(async () => {
  const host = listeningHost();
  const port = await requireFreePort("PORT", 3000, host); // before the build, which takes a while
  const emulatorPort = await requireFreePort("EMULATOR_PORT", 4580);
  if (port === emulatorPort)
    throw new CommandError(`PORT and EMULATOR_PORT are both ${port}. Change one of them.`);

  const build = await ensureBuild();
  let ready = false; // until then the servers' own lines would hide the one address that matters
  const onLine = (line: string) => ready && console.log(line);
  console.log("Starting the emulator and the console …");
  const emulator = await launchEmulator({ port: emulatorPort, fleet: "demo", quotas: "aws", onLine });
  const env = { STANDDOWN_DEMO: "1", LOG_LEVEL: process.env.LOG_LEVEL ?? "error" };
  const server = await launchConsole({ emulatorUrl: emulator.url, env, build, port, host, onLine });
  ready = true;

  console.log(
    `\n  Standdown is ready at ${addressOf(host, port)}\n  Its fleet is simulated. Stop with Ctrl-C.\n`,
  );

  const ended = await Promise.race([
    emulator.exited.then(() => ({ name: "The emulator", tail: emulator.tail() })),
    server.exited.then(() => ({ name: "The console", tail: server.tail() })),
  ]);
  throw new CommandError(`${ended.name} ended by itself; stopping the rest. Its last words:\n${ended.tail}`);
});
