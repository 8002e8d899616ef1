import { expect, test } from "vitest";
import { socketPath } from "../../electron/shell/bus-address.ts";
import { decodeMessage, encodeCall } from "../../electron/shell/bus-message.ts";

test("writes a call as the specification lays it out", () => {
  const bytes = encodeCall({ serial: 2, member: "AddMatch", texts: ["a='b'"] });

  expect(bytes.subarray(0, 12).toString("hex")).toBe("6c0100010a00000002000000");
  expect(bytes.subarray(-10).toString("latin1")).toBe("\x05\0\0\0a='b'\0");
});

test("reads back what it wrote", () => {
  const bytes = encodeCall({ serial: 3, member: "Hello", texts: ["one", "", "drei und ü"] });

  expect(decodeMessage(bytes)).toEqual({
    message: { type: 1, member: "Hello", replyTo: 0, texts: ["one", "", "drei und ü"] },
    length: bytes.length,
  });
});

test("waits for the rest of a message, and finds where the next begins", () => {
  const bytes = encodeCall({ serial: 1, member: "Hello", texts: ["x"] });

  const cut = Array.from({ length: bytes.length }, (_, size) => decodeMessage(bytes.subarray(0, size)));
  const two = decodeMessage(Buffer.concat([bytes, bytes]));

  expect(cut.every((answer) => answer === null)).toBe(true);
  expect(two?.length).toBe(bytes.length);
});

test.each([
  ["unix:path=/run/user/1000/bus", "/run/user/1000/bus"],
  ["unix:abstract=/tmp/dbus-x,guid=12", "\0/tmp/dbus-x"],
  ["tcp:host=localhost,port=1;unix:guid=12,path=/tmp/a%20b", "/tmp/a b"],
  ["tcp:host=localhost,port=1", null],
  ["", null],
])("finds the socket of the bus in %j", (address, path) => {
  expect(socketPath(address)).toBe(path);
});
