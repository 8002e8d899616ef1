import { expect, test } from "vitest";
import { isAccelerator, OPEN_WINDOW, sameKeys } from "../../../shared/domain/hot-keys.ts";
import { PROFILE_NAME } from "../../../shared/domain/profile.ts";
import { parseSettings } from "../../../shared/domain/settings-schema.ts";

test.each(["CommandOrControl+Alt+1", "Ctrl+Shift+G", "Super+Space", "F9", "Shift+F24", "Alt+\\", "Ctrl+Plus"])(
  "takes %s for a hot key",
  (text) => {
    expect(isAccelerator(text)).toBe(true);
  },
);

test.each(["", "A", "1", "Shift+A", "Space", "Ctrl", "Ctrl+", "Ctrl+Control+A", "Alt+a", "Hyper+A", "F25", "Ctrl+A+B"])(
  "refuses %j, which nobody should take from other programs or Electron does not know",
  (text) => {
    expect(isAccelerator(text)).toBe(false);
  },
);

test("knows the same keys however they are written", () => {
  const linux = ["CommandOrControl+Alt+1", "Alt+Ctrl+1", "Option+Control+1"].map((each) => sameKeys(each, false));

  expect(new Set(linux).size).toBe(1);
  expect(sameKeys("CommandOrControl+1", true)).toBe(sameKeys("Cmd+1", true));
  expect(sameKeys("CommandOrControl+1", true)).not.toBe(sameKeys("Ctrl+1", true));
});

test("has a name for opening the window that no profile can have", () => {
  expect(OPEN_WINDOW).not.toMatch(PROFILE_NAME);
});

test("keeps hot keys in the settings, and complains of wrong ones", () => {
  const good = parseSettings({ hotKeys: { office: "Alt+1", [OPEN_WINDOW]: "F9" } });
  const bad = parseSettings({ hotKeys: { office: "A" } });

  expect(good).toMatchObject({ settings: { hotKeys: { office: "Alt+1", [OPEN_WINDOW]: "F9" } }, complaints: [] });
  expect(parseSettings({}).settings.hotKeys).toEqual({});
  expect(bad.settings.hotKeys).toEqual({});
  expect(bad.complaints).toEqual([{ at: "hotKeys.office", message: "is no accelerator" }]);
});
