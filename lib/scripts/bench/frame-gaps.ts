import type { Locator, Page } from "@playwright/test";

/** Milliseconds between consecutive frames, in order. */
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
 * The frames of the best of three passes, the one whose longest frame is the shortest. Other work of the machine only
 * lengthens frames of some passes, while a slow page lengthens frames of every pass.
 */
export async function quietestPass(page: Page, action: () => Promise<void>): Promise<FrameGaps> {
  const passes: FrameGaps[] = [];
  while (passes.length < PASSES) passes.push(await recordFrames(page, action));
  return passes.reduce((one, other) => (Math.max(...other) < Math.max(...one) ? other : one));
}

/**
 * Scrolls a box from its top to its end, one step each frame, so that every frame has work.
 *
 * @param stepPx if larger than the box's height, every step draws all rows: the worst case of a wheel
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
