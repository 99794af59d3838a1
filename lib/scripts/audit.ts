import { verifyChain } from "@/lib/server/audit/verify-chain";
import { chainReport } from "./chain-report.ts";
import { CommandError } from "./command-error.ts";
import { runCommand } from "./run-command.ts";
import { withStore } from "./with-store.ts";

const USAGE = "Usage: npm run audit -- verify [--head HASH]";

/** npm run audit -- verify: verifies the chain of the audit log, or names the first entry that was tampered with. */
await runCommand(async () => {
  const [action, flag, head, ...more] = process.argv.slice(2);
  const isLegal =
    action === "verify" && more.length === 0 && (flag === undefined || (flag === "--head" && head));
  if (!isLegal) throw new CommandError(USAGE);
  const report = await withStore(({ kysely }) => verifyChain(kysely, head));
  console.log(chainReport(report));
  return report.fault ? 1 : 0;
});
