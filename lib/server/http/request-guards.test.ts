import type { IncomingMessage } from "node:http";
import { describe, expect, test } from "vitest";
import { hostIssue } from "./answered-host";
import { contentSecurityPolicy } from "./content-security-policy";
import { createRequestLimit, limitKeyOf } from "./request-limit";
import { isCrossOrigin } from "./same-origin";
import { securityHeaders } from "./security-headers";
import { normalizeHeaders } from "./normalize-headers";

describe("the content security policy", () => {
  const scripts = (development: boolean) =>
    contentSecurityPolicy("abc", { secure: true, development })
      .split("; ")
      .find((directive) => directive.startsWith("script-src "));

  test("runs scripts with the nonce, none inline and no eval", () => {
    expect(scripts(false)).toBe("script-src 'self' 'nonce-abc'");
    expect(scripts(true)).toContain("'unsafe-eval'");
  });

  test("upgrades requests where people reach the console over TLS, as HSTS does", () => {
    expect(contentSecurityPolicy("abc", { secure: false, development: false })).not.toContain("upgrade");
    expect(securityHeaders({ secure: false })).not.toHaveProperty("strict-transport-security");
    expect(securityHeaders({ secure: true })).toHaveProperty("strict-transport-security");
  });
});

describe("a request that may change something", () => {
  const post = { method: "POST", site: null, origin: null, host: "standdown.example.com" };

  test.each([
    [{ site: "same-origin", origin: "https://standdown.example.com" }, false],
    [{ origin: "https://standdown.example.com" }, false],
    [{}, false],
    [{ site: "cross-site" }, true],
    [{ site: "same-site" }, true],
    [{ origin: "https://evil.example.com" }, true],
    [{ origin: "https://standdown.example.com:8443" }, true],
    [{ origin: "null" }, true],
    [{ site: "same-origin", origin: "https://evil.example.com" }, true],
    [{ method: "GET", site: "cross-site", origin: "https://evil.example.com" }, false],
    [{ method: "DELETE", origin: "https://evil.example.com" }, true],
  ])("with %j comes from another site: %s", (headers, foreign) => {
    expect(isCrossOrigin({ ...post, ...headers }, null)).toBe(foreign);
  });

  test("has to come from the public address if there is one, whatever host it names", () => {
    const request = { ...post, host: "evil.example.com", origin: "https://evil.example.com" };
    expect(isCrossOrigin(request, "https://standdown.example.com")).toBe(true);
    expect(
      isCrossOrigin({ ...request, origin: "https://standdown.example.com" }, "https://standdown.example.com"),
    ).toBe(false);
    expect(
      isCrossOrigin({ ...request, origin: "http://standdown.example.com" }, "https://standdown.example.com"),
    ).toBe(true);
  });
});

describe("a request for a host", () => {
  const PUBLIC = { publicOrigin: "https://standdown.example.com", isLoopbackOnly: false };
  const LOOPBACK = { publicOrigin: null, isLoopbackOnly: true };

  test.each([
    ["standdown.example.com", PUBLIC, true],
    ["STANDDOWN.example.com:443", PUBLIC, true],
    ["evil.example.com", PUBLIC, false],
    ["standdown.example.com.evil.example.com", PUBLIC, false],
    ["10.0.0.7:3000", PUBLIC, true],
    ["[fd00::7]:3000", PUBLIC, true],
    ["localhost:3000", PUBLIC, true],
    ["localhost:3000", LOOPBACK, true],
    ["127.0.0.1:3000", LOOPBACK, true],
    ["evil.example.com:3000", LOOPBACK, false],
    ["localhost.evil.example.com", LOOPBACK, false],
    ["127.0.0.1.evil.example.com", LOOPBACK, false],
    ["a b", LOOPBACK, false],
    ["any.example.com", { publicOrigin: null, isLoopbackOnly: false }, true],
  ])("named %s, with %j, is answered: %s", (host, settings, isAnswered) => {
    expect(hostIssue(host, settings) === null).toBe(isAnswered);
  });
});

describe("the request limit", () => {
  test("admits a burst and then a steady rate, and says when to try again", () => {
    let nowMs = 0;
    const limit = createRequestLimit(2, () => nowMs);
    const ask = () => {
      const admission = limit.admit("a");
      if (admission.ok) admission.done();
      return admission;
    };
    for (let count = 0; count < 20; count++) expect(ask().ok).toBe(true);
    expect(ask()).toEqual({ ok: false, retryAfterS: 1 });
    expect(limit.admit("b").ok).toBe(true);
    nowMs = 1_000;
    expect([ask().ok, ask().ok, ask().ok]).toEqual([true, true, false]);
  });

  test("bounds the requests in flight, even if tokens are left", () => {
    const limit = createRequestLimit(2, () => 0);
    const admitted = Array.from({ length: 4 }, () => limit.admit("a"));
    expect(limit.admit("a")).toEqual({ ok: false, retryAfterS: 1 });
    const [first] = admitted;
    if (first?.ok) first.done();
    expect(limit.admit("a").ok).toBe(true);
  });

  test.each([
    ["10.0.0.1", "10.0.0.1"],
    ["::ffff:10.0.0.1", "10.0.0.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:db8:1:2::9", "2001:db8:1:2"],
    ["2001:DB8::9", "2001:db8:0:0"],
    ["::1", "0:0:0:0"],
  ])("counts %s under the key %s", (address, key) => expect(limitKeyOf(address)).toBe(key));
});

describe("the headers of a request", () => {
  function normalized(headers: IncomingMessage["headers"], trustedProxies: number) {
    const request = { headers: { host: "inner:3000", ...headers }, socket: { remoteAddress: "10.0.0.9" } };
    normalizeHeaders(request as unknown as IncomingMessage, trustedProxies);
    return request.headers as unknown as Record<string, string | undefined>;
  }
  const claims = {
    "x-forwarded-for": "1.1.1.1, 2.2.2.2, 3.3.3.3",
    "x-forwarded-host": "evil.example.com",
    "x-forwarded-proto": "https",
    "x-real-ip": "1.1.1.1",
  };

  test("say what the socket says if no proxy is trusted", () => {
    expect(normalized(claims, 0)).toMatchObject({
      "x-forwarded-for": "10.0.0.9",
      "x-forwarded-host": "inner:3000",
      "x-forwarded-proto": "http",
    });
    expect(normalized(claims, 0)).not.toHaveProperty("x-real-ip");
  });

  test.each([
    [1, "3.3.3.3"],
    [2, "2.2.2.2"],
    [9, "1.1.1.1"],
  ])("name, behind %i trusted proxies, the address %s", (proxies, address) => {
    expect(normalized(claims, proxies)).toMatchObject({
      "x-forwarded-for": address,
      "x-forwarded-host": "evil.example.com",
      "x-forwarded-proto": "https",
    });
  });

  test("keep a valid request id, and get a new one otherwise", () => {
    expect(normalized({ "x-request-id": "trace-0123456789" }, 0)["x-request-id"]).toBe("trace-0123456789");
    expect(normalized({ "x-request-id": "a\nb" }, 0)["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(normalized({}, 0)["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });
});
