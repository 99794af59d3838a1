import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const MAC_BYTES = 16;

/** Makes and reads nextTokens: opaque, and refused when altered or brought to another call or filter. */
export class PageTokens {
  readonly #secret = randomBytes(32);

  /** @param question the API and every filter of the call; a token answers to this question only */
  issue(question: string, place: number): string {
    const payload = Buffer.alloc(6);
    payload.writeUIntBE(place, 0, 6);
    return Buffer.concat([payload, this.#mac(question, payload)]).toString("base64");
  }

  /** @returns the place to go on from, or undefined when it is not a token of this emulator for this list */
  read(question: string, token: string): number | undefined {
    const bytes = Buffer.from(token, "base64");
    if (bytes.length !== 6 + MAC_BYTES || bytes.toString("base64") !== token) return undefined;
    const payload = bytes.subarray(0, 6);
    if (!timingSafeEqual(bytes.subarray(6), this.#mac(question, payload))) return undefined;
    return payload.readUIntBE(0, 6);
  }

  #mac(question: string, payload: Buffer): Buffer {
    const mac = createHmac("sha256", this.#secret).update(payload).update(question).digest();
    return mac.subarray(0, MAC_BYTES);
  }
}
