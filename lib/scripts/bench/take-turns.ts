/** Makes the call number `turn` of its side. */
export type Call = (turn: number) => Promise<void>;

/** How long each call took, in milliseconds. */
export type Samples = { bare: number[]; console: number[] };

export type Turns = {
  /** The number of concurrent calls. */
  callers: number;
  callsPerRound: number;
  /** Rounds continue until this much time has passed. */
  budgetMs: number;
  /** The first rounds, which warm both sides up and do not count. */
  warmUpRounds: number;
};

/**
 * Measures two sides in short alternating rounds, so that other load on this machine affects both. The side that goes
 * first changes with each round: what one leaves behind (garbage, a warm cache) would otherwise always affect the other.
 */
export async function takeTurns(
  sides: { bare: Call; console: Call },
  { callers, callsPerRound, budgetMs, warmUpRounds }: Turns,
): Promise<Samples> {
  const samples: Samples = { bare: [], console: [] };
  const made = { bare: 0, console: 0 };
  let deadline = Infinity;
  for (let round = 0; round <= warmUpRounds || performance.now() < deadline; round++) {
    if (round === warmUpRounds) deadline = performance.now() + budgetMs;
    const order = round % 2 === 0 ? (["bare", "console"] as const) : (["console", "bare"] as const);
    for (const side of order) {
      const first = made[side];
      const times = await timeCalls((turn) => sides[side](first + turn), callers, callsPerRound);
      made[side] += callsPerRound;
      if (round >= warmUpRounds) samples[side].push(...times);
    }
  }
  return samples;
}

/** Each caller makes its next call as soon as its previous one is answered. */
async function timeCalls(call: Call, callers: number, calls: number): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  const callOnAndOn = async () => {
    while (next < calls) {
      const turn = next++;
      const beganAt = performance.now();
      await call(turn);
      times.push(performance.now() - beganAt);
    }
  };
  await Promise.all(Array.from({ length: callers }, callOnAndOn));
  return times;
}
