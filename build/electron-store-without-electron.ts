// electron-store asks Electron only for the default folder, which Gangway always names itself. The engine and the CLI
// run on plain Node, where `electron` cannot be imported; this takes the import out of that one package.
import type { Plugin } from "vite";

const ELECTRON_IMPORT = "import electron from 'electron';";

/** Replaces the import of `electron` in electron-store by an empty object. Throws when the package no longer has that line. */
export function electronStoreWithoutElectron(): Plugin {
  return {
    name: "gangway:electron-store-without-electron",
    enforce: "pre",
    transform: {
      filter: { id: /[\\/]node_modules[\\/]electron-store[\\/]index\.js/ },
      handler(code) {
        if (!code.includes(ELECTRON_IMPORT)) {
          throw new Error(`electron-store no longer says "${ELECTRON_IMPORT}": look how it gets Electron now`);
        }
        return { code: code.replace(ELECTRON_IMPORT, "const electron = {};"), map: null };
      },
    },
  };
}
