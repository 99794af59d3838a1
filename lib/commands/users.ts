import "./resolve-sources.js";
import { CommandError } from "./command-error.ts";
import { runCommand } from "./run-command.ts";

/** npm run users -- add EMAIL --role ROLE | list | set-role EMAIL ROLE | remove EMAIL | reset-password EMAIL */
await runCommand(async () => {
  const { runUsersCommand, UsersCommandError } = await import("@/lib/auth/users-command");
  try {
    await runUsersCommand(process.argv.slice(2));
    return 0;
  } catch (error) {
    if (error instanceof UsersCommandError || (error as Error).name === "DirectoryInUse")
      throw new CommandError((error as Error).message);
    throw error;
  }
});
