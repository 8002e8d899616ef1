// Leaves out what Gangway never calls of packages that it bundles: every process reads and keeps all that is in its bundle.
import { createRequire } from "node:module";
import type { Plugin } from "vite";

const require = createRequire(import.meta.url);

/** conf imports these for options that Gangway does not set: `schema`, whose work zod does, and `migrations`. */
const UNUSED_IN_CONF: Readonly<Record<string, string>> = {
  "import { Ajv2020 as Ajv } from 'ajv/dist/2020.js';": "Ajv",
  "import ajvFormatsModule from 'ajv-formats';": "ajvFormatsModule",
  "import semver from 'semver';": "semver",
};

/** What stands for undici as a whole: its Client alone, out of the same package. */
const CLIENT_ALONE = "\0gangway:undici-client";

/** Bundles undici's Client without its fetch, caches, mocks and proxies, which is four fifths of it. */
export function undiciClientAlone(): Plugin {
  return {
    name: "gangway:undici-client-alone",
    enforce: "pre",
    resolveId: { filter: { id: /^undici$/ }, handler: () => CLIENT_ALONE },
    load: {
      filter: { id: new RegExp(`^${CLIENT_ALONE}$`) },
      handler: () =>
        `export { default as Client } from ${JSON.stringify(require.resolve("undici/lib/dispatcher/client.js"))};`,
    },
  };
}

/** Bundles conf without its validator and its migrations. Throws when the package no longer imports them as it did. */
export function confWithoutValidator(): Plugin {
  return {
    name: "gangway:conf-without-validator",
    enforce: "pre",
    transform: {
      filter: { id: /[\\/]node_modules[\\/]conf[\\/]dist[\\/]source[\\/]index\.js/ },
      handler(code) {
        let leaner = code;
        for (const [line, name] of Object.entries(UNUSED_IN_CONF)) {
          if (!code.includes(line)) throw new Error(`conf no longer says "${line}": look what it imports now`);
          leaner = leaner.replace(line, `const ${name} = undefined;`);
        }
        return { code: leaner, map: null };
      },
    },
  };
}
