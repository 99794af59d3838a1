import { runUsersCommand, UsersCommandError } from "@/lib/server/auth/users-command";
import { CommandError } from "./command-error.ts";
import { runCommand } from "./run-command.ts";
import { withStore } from "./with-store.ts";

/** npm run users -- add EMAIL --role ROLE | list | set-role EMAIL ROLE | remove EMAIL | reset-password EMAIL */
await runCommand(async () => {
  try {
    await runUsersCommand(process.argv.slice(2), withStore);
    return 0;
  } catch (error) {
    if (error instanceof UsersCommandError) throw new CommandError(error.message);
    throw error;
  }
});
