import { expect, test } from "vitest";
import type { Profile } from "../../shared/domain/profile.ts";
import { createGangway, profileOf } from "./gangway.ts";

test.each([
  { format: "shell", first: "export GOPROXY='https://proxy.golang.org'" },
  { format: "fish", first: "set -gx GOPROXY 'https://proxy.golang.org'" },
  { format: "powershell", first: "$Env:GOPROXY = 'https://proxy.golang.org'" },
  { format: "github", first: 'env:\n  GOPROXY: "https://proxy.golang.org"' },
  { format: "github-env", first: `printf '%s\\n' 'GOPROXY=https://proxy.golang.org' >> "$GITHUB_ENV"` },
  { format: "dockerfile", first: 'ENV GOPROXY="https://proxy.golang.org"' },
  { format: "go-env", first: "go env -w 'GOPROXY=https://proxy.golang.org' 'GOSUMDB=sum.golang.org'" },
])("exports the profile for CI as $format", async ({ format, first }) => {
  const ran = await createGangway().run(["profile", "export", "ci", "--format", format]);
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(ran.stdout.slice(0, first.length)).toBe(first);
});

test("--all exports every profile as JSON, as no name does", async () => {
  const gangway = createGangway();
  const all = await gangway.run(["profile", "export", "--all"]);
  expect((all.json() as { profiles: Profile[] }).profiles.length).toBeGreaterThan(4);
  expect((await gangway.run(["profile", "export"])).stdout).toBe(all.stdout);
});

test.each([
  { args: ["ci", "global", "--format", "shell"], says: "only one profile can be exported as shell" },
  { args: ["--all", "--format", "go-env"], says: "only one profile can be exported as go-env" },
  { args: ["ci", "--all"], says: "--all and names of profiles were given" },
  { args: ["ci", "--format", "xml"], says: "Allowed choices are json, shell" },
])("export $args is wrong usage: $says", async ({ args, says }) => {
  const ran = await createGangway().run(["profile", "export", ...args]);
  expect(ran).toMatchObject({ code: 2, stdout: "" });
  expect(ran.stderr).toContain(says);
});

test("an export for a shell leaves credentials out and says so, one of a template says that it is none to use", async () => {
  const gangway = createGangway({ profiles: [profileOf("work", "https://me:hush@127.0.0.1:1/x")] });
  const ran = await gangway.run(["profile", "export", "work", "--format", "shell"]);
  expect(ran.stdout).toBe("export GOPROXY='https://127.0.0.1:1/x'\n");
  expect(ran.stderr).toContain("left out of: work");
  const template = await createGangway().run(["profile", "export", "corporate", "--format", "dockerfile"]);
  expect(template.stderr).toContain("corporate: a template");
});
