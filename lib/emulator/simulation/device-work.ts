import type { Random } from "./random.ts";

type Details = Record<string, string>;

/** How a device performs one kind of job, and what it reports meanwhile and at the end. */
export type DeviceWork = {
  /** In order; each lasts until its percentage. */
  steps: readonly { name: string; untilPercent: number }[];
  success: (random: Random) => Details;
  failures: readonly [Details, ...Details[]];
  rejections: readonly [Details, ...Details[]];
};

const WORK_BY_OPERATION: Record<string, DeviceWork> = {
  "install-firmware": {
    steps: [
      { name: "preparing", untilPercent: 5 },
      { name: "downloading", untilPercent: 45 },
      { name: "verifying", untilPercent: 55 },
      { name: "flashing", untilPercent: 90 },
      { name: "rebooting", untilPercent: 100 },
    ],
    success: (random) => ({
      result: "installed",
      seconds: String(random.integer(90, 840)),
      slot: random.pick(["A", "B"]),
    }),
    failures: [
      { step: "verifying", code: "E_CHECKSUM", message: "sha256 mismatch after 3 downloads" },
      {
        step: "flashing",
        code: "E_FLASH_WRITE",
        message: "write failed at 0x0004A000, rolled back to slot A",
      },
      { step: "downloading", code: "E_NO_SPACE", message: "needs 48 MiB, 31 MiB free on /data" },
    ],
    rejections: [
      { code: "R_BATTERY", message: "battery at 18 percent, 30 needed" },
      { code: "R_MODEL", message: "image is not for this board revision" },
    ],
  },
  "rotate-certificate": {
    steps: [
      { name: "generating-key", untilPercent: 20 },
      { name: "requesting", untilPercent: 50 },
      { name: "installing", untilPercent: 80 },
      { name: "reconnecting", untilPercent: 100 },
    ],
    success: (random) => ({ result: "rotated", fingerprint: hexDigits(random, 16) }),
    failures: [
      { step: "requesting", code: "E_CSR_REFUSED", message: "provisioning answered 403" },
      {
        step: "reconnecting",
        code: "E_TLS",
        message: "handshake failed with the new certificate, old one restored",
      },
    ],
    rejections: [{ code: "R_CLOCK", message: "device clock is off by more than 24 h" }],
  },
  "apply-configuration": {
    steps: [
      { name: "fetching", untilPercent: 30 },
      { name: "validating", untilPercent: 60 },
      { name: "applying", untilPercent: 100 },
    ],
    success: (random) => ({ result: "applied", revision: String(random.integer(410, 460)) }),
    failures: [
      { step: "validating", code: "E_SCHEMA", message: "unknown key display.idleTimeoutSec" },
      { step: "applying", code: "E_RESTART", message: "ui service did not come back within 60 s" },
    ],
    rejections: [{ code: "R_BUSY", message: "in use by a customer" }],
  },
  "collect-diagnostics": {
    steps: [
      { name: "collecting", untilPercent: 50 },
      { name: "compressing", untilPercent: 70 },
      { name: "uploading", untilPercent: 100 },
    ],
    success: (random) => ({ result: "uploaded", bytes: String(random.integer(180_000, 9_400_000)) }),
    failures: [
      { step: "uploading", code: "E_UPLOAD", message: "S3 answered 403: Request has expired" },
      { step: "collecting", code: "E_JOURNAL", message: "journal is corrupt, nothing to collect" },
    ],
    rejections: [{ code: "R_METERED", message: "on a metered link" }],
  },
};

const PLAIN_WORK: DeviceWork = {
  steps: [{ name: "working", untilPercent: 100 }],
  success: () => ({ result: "done" }),
  failures: [{ code: "E_UNKNOWN", message: "exit code 1" }],
  rejections: [{ code: "R_UNSUPPORTED", message: "operation is not supported" }],
};

/** The work of a job document. A document without a known operation is plain work. */
export function workOfDocument(jobDocument: string): DeviceWork {
  let operation: unknown;
  try {
    const document: unknown = JSON.parse(jobDocument);
    if (typeof document === "object" && document !== null && "operation" in document)
      operation = document.operation;
  } catch {
    return PLAIN_WORK;
  }
  if (typeof operation !== "string" || !Object.hasOwn(WORK_BY_OPERATION, operation)) return PLAIN_WORK;
  return WORK_BY_OPERATION[operation] ?? PLAIN_WORK;
}

/** The status details that a device reports while it works. */
export function progressDetails(work: DeviceWork, percent: number): Details {
  const step = work.steps.find((each) => percent < each.untilPercent) ?? work.steps.at(-1);
  return { step: step?.name ?? "working", percent: String(Math.floor(percent)) };
}

function hexDigits(random: Random, count: number): string {
  return Array.from({ length: count }, () => random.integer(0, 15).toString(16)).join("");
}
