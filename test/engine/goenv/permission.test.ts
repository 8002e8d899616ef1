// What the machine does not permit. Root is permitted everything, so as root a process of nobody's is asked.
import { chmodSync, chownSync, lstatSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { spawnTypeScript } from "../../support/run-typescript.ts";
import { createUnderTest, type UnderTest } from "./go-env-under-test.ts";
import type { Order } from "./writer-program.ts";

/** The user and group `nobody` of every Linux. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

let home: UnderTest;
beforeEach(() => {
  home = createUnderTest();
  writeFileSync(home.file, "GOPROXY=off\n");
});
afterEach(() => {
  home.remove();
});

function giveToNobody(path: string): void {
  chownSync(path, NOBODY, NOBODY);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) giveToNobody(join(path, name));
}

async function applyAsNobody(): Promise<unknown> {
  return (await runAsNobody({})).outcome;
}

async function runAsNobody(more: Partial<Order>): Promise<{ readonly foreseen: unknown; readonly outcome: unknown }> {
  const user = isRoot ? { user: NOBODY } : {};
  const changes = { GOPROXY: "direct" };
  const order: Order = { folder: join(home.folder, "gangway"), env: home.env, changes, ...user, ...more };
  const program = await spawnTypeScript(join(import.meta.dirname, "writer-program.ts"), [JSON.stringify(order)]);
  const { code, stdout, stderr } = await program.finished;
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as { foreseen: unknown; outcome: unknown };
}

const unix = test.skipIf(process.platform === "win32");

unix("refuses a file that may not be written, although a rename would replace it", async () => {
  if (isRoot) giveToNobody(home.folder);
  chmodSync(home.file, 0o444);
  const outcome = await applyAsNobody();
  expect(outcome).toMatchObject({ outcome: "refused", reason: "not-permitted", detail: `access ${home.file}: EACCES` });
  expect(readFileSync(home.file, "utf8")).toBe("GOPROXY=off\n");
});

unix("refuses a file that may not be read", async () => {
  if (isRoot) giveToNobody(home.folder);
  chmodSync(home.file, 0o200);
  expect(await applyAsNobody()).toMatchObject({ reason: "not-permitted", detail: `open ${home.file}: EACCES` });
});

unix("refuses a folder that may not be written, journals that, and leaves nothing behind", async () => {
  if (isRoot) giveToNobody(home.folder);
  chmodSync(dirname(home.file), 0o555);
  const outcome = await applyAsNobody();
  expect(outcome).toMatchObject({
    outcome: "refused",
    reason: "not-permitted",
    detail: expect.stringContaining("EACCES") as string,
  });
  expect(readdirSync(dirname(home.file))).toEqual(["env"]);
  expect(home.history.switches({})).toMatchObject([{ outcome: "refused", refusal: "not-permitted" }]);
  chmodSync(dirname(home.file), 0o755);
});

unix("foresees that a folder may not be written", async () => {
  if (isRoot) giveToNobody(home.folder);
  chmodSync(dirname(home.file), 0o555);
  const { foreseen, outcome } = await runAsNobody({ foresee: true });
  chmodSync(dirname(home.file), 0o755);
  expect(outcome).toMatchObject({ outcome: "refused", reason: "not-permitted" });
  expect(foreseen).toMatchObject({ outcome: "refused", reason: "not-permitted", file: home.file });
});

unix("refuses a folder that may not be entered", async () => {
  const closed = dirname(home.file);
  if (isRoot) giveToNobody(home.folder);
  chmodSync(closed, 0o000);
  expect(await applyAsNobody()).toMatchObject({ reason: "not-permitted" });
  chmodSync(closed, 0o755);
});

// Only root can make a file that belongs to somebody else.
test.skipIf(!isRoot)("writes a file of somebody else's where the folder permits it, and keeps its mode", async () => {
  giveToNobody(home.folder);
  chownSync(home.file, 1, NOBODY);
  chmodSync(home.file, 0o664);
  const outcome = await applyAsNobody();
  expect(outcome).toMatchObject({ outcome: "written" });
  expect(statSync(home.file)).toMatchObject({ uid: NOBODY, gid: NOBODY, mode: 0o100664 });
});
