import { expect, test } from "./fixtures/test";

const BAD_PAIRS = [
  ["a space in the key", "canceled by", "x", "Use only letters, digits, “:”, “_” and “-” in a key."],
  ["an @ in the key", "a@b", "x", "Use only letters, digits"],
  ["an empty key", "", "x", "Give the pair a key."],
  ["a key that is too long", "k".repeat(129), "x", "At most 128 characters in a key."],
  ["an empty value", "reason", "", "Give the pair a value."],
  ["a value that is too long", "reason", "v".repeat(1025), "At most 1,024 characters in a value."],
  ["a control character in the value", "reason", "a\u0007b", "control characters"],
  ["an invisible format character in the value", "reason", "a\u200bb", "control characters"],
] as const;

for (const [what, key, value, sentence] of BAD_PAIRS)
  test(`${what} is reported beside the field, and nothing is sent`, async ({ openCancel, emulator }) => {
    const { thingName, dialog } = await openCancel();
    await dialog.addPairs([key, value]);
    await dialog.cancel.click();

    const field = key === "" || /[^\w:-]/.test(key) || key.length > 128 ? dialog.key(1) : dialog.value(1);
    await expect(field).toHaveAccessibleDescription(
      new RegExp(sentence.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")),
    );
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(dialog.key(1)).toHaveValue(key);
    await expect(dialog.value(1)).toHaveValue(value);
    expect(await emulator.callsOf("CancelJobExecution", thingName)).toEqual([]);
  });

test("the same key twice is reported, and correcting it removes the message", async ({
  openCancel,
  executionPage,
}) => {
  const { dialog } = await openCancel();
  await dialog.addPairs(["reason", "a"], ["reason", "b"]);
  await dialog.cancel.click();
  await expect(dialog.key(2)).toHaveAccessibleDescription(/is there twice/);

  await dialog.key(2).fill("a b");
  await expect(dialog.key(2)).toHaveAccessibleDescription(/Use only letters/);
  await dialog.key(2).fill("");
  await expect(dialog.key(2)).toHaveAccessibleDescription("Give the pair a key.");
  await dialog.key(2).fill("ticket");
  await expect(dialog.key(2)).not.toHaveAttribute("aria-invalid", "true");

  await dialog.key(1).fill("ticket");
  await expect(dialog.key(2)).toHaveAccessibleDescription(/is there twice/);
  await dialog.key(1).fill("reason");
  await expect(dialog.key(2)).not.toHaveAttribute("aria-invalid", "true");
  await dialog.cancel.click();
  await expect(executionPage.detail("ticket")).toContainText("b");
});

test("a pair is judged once one has been at it, or wants to send it, and not as it is added", async ({
  openCancel,
}) => {
  const { dialog } = await openCancel();
  await dialog.button("Add pair").click();
  await dialog.key(1).fill("reason");
  await expect(dialog.value(1)).not.toHaveAttribute("aria-invalid", "true");
  await dialog.value(1).focus();
  await dialog.value(1).blur();
  await expect(dialog.value(1)).toHaveAccessibleDescription("Give the pair a value.");
  await dialog.value(1).fill("x");
  await expect(dialog.value(1)).not.toHaveAttribute("aria-invalid", "true");

  await dialog.button("Add pair").click();
  await dialog.cancel.click();
  await expect(dialog.key(2)).toHaveAccessibleDescription("Give the pair a key.");
  await dialog.button("Add pair").click();
  await dialog.key(3).fill("ticket");
  await expect(dialog.key(2)).toHaveAttribute("aria-invalid", "true");
  await expect(dialog.value(3)).not.toHaveAttribute("aria-invalid", "true");
});

test("an eleventh pair cannot be added, and the device's pairs count when they are kept", async ({
  seedThing,
  executionPage,
}) => {
  const { thingName, jobs } = await seedThing({
    job: { status: "IN_PROGRESS", statusDetails: { step: "flashing", percent: "61" } },
  });
  const dialog = await executionPage.openCancel(thingName, jobs.job);
  const pairs = Array.from({ length: 9 }, (_, index) => [`key-${index}`, "x"] as const);
  await dialog.addPairs(...pairs);
  await dialog.keepDeviceDetails.check();
  await expect(dialog.root).toContainText("11 of 10 pairs");
  await dialog.force.check();
  await dialog.forceCancel.click();
  await expect(dialog.root).toContainText("these are 11 pairs of status details; AWS IoT takes ten");

  await dialog.keepDeviceDetails.uncheck();
  await dialog.addPairs(["key-9", "x"]);
  await expect(dialog.button("Add pair")).toHaveAttribute("aria-disabled", "true");
  await dialog.force.check();
  await dialog.forceCancel.click();
  await expect(executionPage.detail("key-9")).toBeVisible();
});

test("text from devices and people is shown as it is, never as markup", async ({
  page,
  seedThing,
  executionPage,
}) => {
  const markup = '<img src=x onerror="document.title=1">';
  const { thingName, jobs } = await seedThing({
    job: {
      status: "IN_PROGRESS",
      statusDetails: { step: markup, long: "w".repeat(1024), arrow: "مرحبا → x" },
    },
  });
  await executionPage.open(thingName, jobs.job);
  await expect(executionPage.detail("step")).toContainText(markup);
  await expect(page).toHaveTitle(`${jobs.job} on ${thingName} · Standdown`);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});
