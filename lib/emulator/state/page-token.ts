import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const MAC_BYTES = 16;

/** Creates and reads nextTokens: opaque, and refused when altered or sent with another call or filter. */
export class PageTokens {
  readonly #secret = randomBytes(32);

  /** @param question the API and every filter of the call: the token is valid only for the same ones */
  issue(question: string, place: number): string {
    const payload = Buffer.alloc(6);
    payload.writeUIntBE(place, 0, 6);
    return Buffer.concat([payload, this.#mac(question, payload)]).toString("base64");
  }

  /** @returns the position to continue from, or undefined for a token that is not of this emulator and list */
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
