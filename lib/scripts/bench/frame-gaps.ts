import type { Locator, Page } from "@playwright/test";

/** Milliseconds between one frame and the next, in order. */
export type FrameGaps = number[];

type Recording = { gaps: FrameGaps; stop: boolean };
type RecordingWindow = Window & { benchFrames?: Recording };

/** Records the frames that the page draws while `action` runs. */
export async function recordFrames(page: Page, action: () => Promise<void>): Promise<FrameGaps> {
  await page.evaluate(() => {
    const recording: Recording = { gaps: [], stop: false };
    (window as RecordingWindow).benchFrames = recording;
    let last: number | undefined;
    const onFrame = (now: number) => {
      if (last !== undefined) recording.gaps.push(now - last);
      last = now;
      if (!recording.stop) requestAnimationFrame(onFrame);
    };
    requestAnimationFrame(onFrame);
  });
  await action();
  return page.evaluate(() => {
    const recording = (window as RecordingWindow).benchFrames!;
    recording.stop = true;
    return recording.gaps;
  });
}

const PASSES = 3;

/**
 * The frames of the pass, of three, whose longest frame is the shortest. Whatever else the machine does can only make a
 * frame longer, while what the page itself does in a frame too long it does in every pass.
 */
export async function quietestPass(page: Page, action: () => Promise<void>): Promise<FrameGaps> {
  const passes: FrameGaps[] = [];
  while (passes.length < PASSES) passes.push(await recordFrames(page, action));
  return passes.reduce((one, other) => (Math.max(...other) < Math.max(...one) ? other : one));
}

/**
 * Scrolls a box from its top to its end, one step each frame, so that no frame rests.
 *
 * @param stepPx more than the box is high: then every step has to draw all its rows again, the worst that a wheel can ask
 */
export function sweep(box: Locator, stepPx: number): Promise<void> {
  return box.evaluate(
    (element, step) =>
      new Promise<void>((resolve) => {
        element.scrollTop = 0;
        const onFrame = () => {
          if (element.scrollTop + element.clientHeight >= element.scrollHeight - 1) return resolve();
          element.scrollTop += step;
          requestAnimationFrame(onFrame);
        };
        requestAnimationFrame(onFrame);
      }),
    stepPx,
  );
}
