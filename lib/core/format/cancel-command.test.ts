import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { CancelCall } from "@/lib/core/domain/decide-cancellation";
import { cancelCommand, describeCommand, endpointOption } from "./cancel-command";

const REF = { thingName: "site:7:kiosk", jobId: "fw-2_4" };
const AWS = { region: "eu-west-1", endpointOption: null };
const PLAIN: CancelCall = { force: false, expectedVersion: null, statusDetails: null };

/**
 * The arguments that a shell passes to `aws`: the real bash reads the command, and a function in place of `aws` prints
 * them.
 */
function wordsOf(command: string): string[] {
  const printed = execFileSync("bash", ["-c", `aws() { printf '%s\\0' "$@"; }\n${command}`], {
    encoding: "utf8",
    stdio: "pipe", // a shell's complaint is in the error, not in the tests' output
  });
  return printed.split("\0").slice(0, -1);
}

test("a plain cancellation reads as a person would type it", () => {
  expect(cancelCommand(AWS, REF, PLAIN)).toBe(
    "aws iot cancel-job-execution --region eu-west-1 --job-id fw-2_4 --thing-name site:7:kiosk",
  );
  expect(describeCommand(AWS, REF)).toBe(
    "aws iot describe-job-execution --region eu-west-1 --job-id fw-2_4 --thing-name site:7:kiosk",
  );
});

test("force, version and details are there when they are sent", () => {
  const call = { force: true, expectedVersion: 0, statusDetails: { by: "it's ada" } };
  expect(wordsOf(cancelCommand(AWS, REF, call))).toEqual([
    ...["iot", "cancel-job-execution", "--region", "eu-west-1", "--job-id", "fw-2_4"],
    ...["--thing-name", "site:7:kiosk", "--force", "--expected-version", "0"],
    ...["--status-details", '{"by":"it\'s ada"}'],
  ]);
});

test("a name that starts with a dash is not taken for an option", () => {
  const ref = { thingName: "--force", jobId: "-j" };
  const words = ["--region", "eu-west-1", "--job-id=-j", "--thing-name=--force"];
  expect(wordsOf(cancelCommand(AWS, ref, PLAIN))).toEqual(["iot", "cancel-job-execution", ...words]);
  expect(wordsOf(describeCommand(AWS, ref))).toEqual(["iot", "describe-job-execution", ...words]);
});

test("a fleet outside AWS is named, and never mistaken for AWS", () => {
  const endpoint = "http://127.0.0.1:4580";
  const simulated = { region: "eu-west-1", endpointOption: endpointOption(endpoint, true) };
  expect(wordsOf(cancelCommand(simulated, REF, PLAIN)).slice(0, 4)).toEqual([
    ...["iot", "cancel-job-execution", "--endpoint-url", endpoint],
  ]);

  const hidden = { region: "eu-west-1", endpointOption: endpointOption(endpoint, false) };
  const command = cancelCommand(hidden, REF, PLAIN);
  expect(command).not.toContain("127.0.0.1");
  expect(() => wordsOf(command)).toThrow("AWS_ENDPOINT_URL_IOT: is not set to the address of this fleet");
  expect(wordsOf(`AWS_ENDPOINT_URL_IOT=https://x.example\n${command}`)[3]).toBe("https://x.example");
  expect(endpointOption(null, true)).toBeNull();
});

const awkward = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "'",
        '"',
        "\\",
        "$(id)",
        "`id`",
        "$HOME",
        "${x}",
        "!",
        "*",
        "?",
        "~",
        "#",
        "&",
        ";",
        "|",
      ),
      fc.constantFrom(
        "<",
        ">",
        "(",
        ")",
        "{a,b}",
        "%s",
        "\\n",
        "'\\''",
        "--",
        "-",
        "=",
        " ",
        "  ",
        "file://x",
        "🙂",
      ),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 4 }),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(""))
  // Valid status details have no control characters, so no line break can hide a second command.
  .filter((text) => !/\p{C}/u.test(text));

test("the shell takes any status detail for a word", () => {
  const details = fc.record({ reason: awkward, "seen:by": awkward });
  fc.assert(
    // Several commands a shell: starting the shell takes most of the time.
    fc.property(fc.array(details, { minLength: 4, maxLength: 10 }), (all) => {
      const commands = all.map((statusDetails) => cancelCommand(AWS, REF, { ...PLAIN, statusDetails }));
      const words = wordsOf(commands.join("\n"));
      expect(words).toHaveLength(10 * all.length);
      const sent = all.map((_, at) => JSON.parse(words[10 * at + 9]!) as unknown);
      expect(sent).toEqual(all);
    }),
    { numRuns: 30 },
  );
});
