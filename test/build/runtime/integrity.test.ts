import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { verifyIntegrity } from "../../../build/runtime/integrity.mjs";

// From `printf gangway | openssl dgst -sha512 -binary | base64 -w0`.
const GANGWAY = "sha512-lcKsIC1X7nZDYJiaCk2Jvh65WGwvfRsJzCP0wwzCR+bQdWVKCgwo5FXe0H8ZTbEFcLgHyuzgYF6mDTVryCqClw==";

function fileWith(text: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "gangway-integrity-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, "package.tgz");
  writeFileSync(file, text);
  return file;
}

test("accepts the file whose hash is pinned", async () => {
  await expect(verifyIntegrity(fileWith("gangway"), GANGWAY)).resolves.toBeUndefined();
});

test("refuses a file that differs by one letter, and says both hashes", async () => {
  await expect(verifyIntegrity(fileWith("Gangway"), GANGWAY)).rejects.toThrow(
    /is not the file we know.*sha512-.*expected sha512-/s,
  );
});
