import { describe, expect, it } from "vitest";
import { addressOf, listeningHost } from "./listening-host.ts";

describe("the address to listen on", () => {
  it.each([undefined, "", "machine-7"])("is loopback for HOSTNAME=%s on machine-7", (wanted) => {
    expect(listeningHost(wanted, "machine-7")).toBe("127.0.0.1");
  });

  it("is that of HOSTNAME", () => {
    expect(listeningHost("0.0.0.0", "machine-7")).toBe("0.0.0.0");
  });

  it("is printed as localhost where localhost reaches it", () => {
    expect(addressOf("127.0.0.1", 3000)).toBe("http://localhost:3000");
    expect(addressOf("0.0.0.0", 3000)).toBe("http://localhost:3000");
    expect(addressOf("10.0.0.7", 3000)).toBe("http://10.0.0.7:3000");
  });
});
