import { afterEach, expect, it, vi } from "vitest";
import { childEnv } from "./child-env.ts";

afterEach(() => vi.unstubAllEnvs());

it("does not pass the AWS variables of a person's shell to a child", () => {
  vi.stubEnv("AWS_PROFILE", "production");
  vi.stubEnv("AWS_SESSION_TOKEN", "secret");
  vi.stubEnv("AWS_SOMETHING_NEW", "secret");
  const env = childEnv({ AWS_REGION: "eu-west-1" });
  expect(Object.entries(env).filter(([name]) => name.startsWith("AWS_"))).toEqual([
    ["AWS_REGION", "eu-west-1"],
  ]);
  expect(env.PATH).toBe(process.env.PATH);
});
