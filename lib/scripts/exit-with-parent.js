// Preloaded (--import) into what a command starts. A command that is killed with -9 can stop nothing any more, so its
// children look after themselves: an orphan is handed to another parent, and then ends with its whole process group.
const CHECK_INTERVAL_MS = 500;
const parent = process.ppid;

setInterval(() => {
  if (process.ppid === parent) return;
  try {
    process.kill(-process.pid, "SIGKILL");
  } catch {
    process.exit(1); // not a group leader: a worker of one, whose leader sees to the rest
  }
}, CHECK_INTERVAL_MS).unref();
