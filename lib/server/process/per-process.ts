/** What exists once per process. A new name is added here, so that no two modules pick the same. */
type ProcessValueName =
  | "audit-log"
  | "auth"
  | "database"
  | "database-lifecycle"
  | "fleets"
  | "graceful-stop"
  | "known-sessions"
  | "last-answer-of-aws"
  | "log"
  | "loop-health"
  | "metrics"
  | "readiness"
  | "work-queue";

const holder = globalThis as typeof globalThis & { standdown?: Map<ProcessValueName, object> };

/**
 * Returns the value of this name, which `create` makes the first time that any module of the process asks for it.
 *
 * Next loads a module once for pages, once for actions and once for what runs before both, so a variable of a module
 * exists several times in one process. Rate limiters, connections and counters must exist once. They are therefore kept
 * on `globalThis`, here and nowhere else.
 *
 * Tests run in processes of their own, so each test file starts without any.
 */
export function perProcess<Value extends object>(name: ProcessValueName, create: () => Value): Value {
  const values = (holder.standdown ??= new Map<ProcessValueName, object>());
  const known = values.get(name);
  if (known !== undefined) return known as Value;
  const value = create();
  values.set(name, value);
  return value;
}
