// Who may import whom. Each rule's comment says what to do about a violation; docs/architecture.md has the same as a
// table. Run from the top: depcruise --config build/dependency-cruiser.cjs electron shared renderer test build
// TypeScript 6 is needed: with 7 this tool sees no module at all and passes. test/architecture.test.ts proves that it sees.

/** A path that is any of these. */
const anyOf = (...paths) => `^(${paths.join("|")})$`;

/** An installed package, wherever its folder lies. */
const packages = (...names) => `(^|/)node_modules/(${names.join("|")})/`;

const ENGINE = "^electron/engine/";
const CLI = "^electron/cli(/|[.]ts$)";
const SHELL = "^electron/(shell/|main[.]ts$)";
const PRELOAD = "^electron/preload[.]ts$";
const PRODUCT = "^(electron|renderer|shared)/";

/** Programs and settings that a tool starts; nothing of ours imports them. */
const STARTED_BY_TOOLS = [
  "^build/",
  "^test/",
  "[.]d[.]ts$",
  "^electron/(main|preload|cli|engine/entry)[.]ts$",
  "^electron/shell/icons/render[.]mjs$",
  "^renderer/main[.]tsx$",
];

/** The files that open sockets or files themselves. Everything else is given what it needs. */
const MAY_IMPORT = {
  net: [
    "electron/engine/probe/(stages|route|tunnel|certificate-name)[.]ts",
    "electron/engine/hello/(hello-variants|capture)[.]ts",
    "electron/engine/diagnose/endpoint-addresses[.]ts",
    "electron/engine/survey/address-kinds[.]ts",
    "electron/engine/demo/[^/]+[.]ts",
    "electron/shell/name-watch[.]ts",
  ],
  tls: ["electron/engine/probe/(stages|trust)[.]ts", "electron/engine/demo/[^/]+[.]ts"],
  http: ["electron/engine/demo/[^/]+[.]ts"],
  fs: [
    "electron/engine/(goenv|store|demo)/[^/]+[.]ts",
    "electron/engine/network/(fingerprint|linux-links|other-links)[.]ts",
    "electron/engine/probe/(trust|root-files)[.]ts",
    "electron/engine/survey/wire[.]ts",
    "electron/engine/hello/capture[.]ts",
    "electron/cli/(arguments|policy-file|probe|profile-import|record-lines|report-file)[.]ts",
    "electron/shell/(kept-snapshot|window-bounds|login-entry|shell-calls)[.]ts",
    "electron/shell/icons/render[.]mjs",
  ],
  child_process: ["electron/engine/(goenv/run-go|network/ask-system)[.]ts", "electron/shell/icons/render[.]mjs"],
  undici: ["electron/engine/probe/request[.]ts"],
  libsql: ["electron/engine/store/database[.]ts"],
  "electron-store": ["electron/engine/store/settings-file[.]ts"],
};

/** A rule that lets only the listed files import something; types are free. */
function onlyFor(name, to, files, comment) {
  return {
    name,
    severity: "error",
    comment,
    from: { path: PRODUCT, pathNot: anyOf(...files) },
    to: { path: to, dependencyTypesNot: ["type-only"] },
  };
}

function forbid(name, from, to, comment) {
  return { name, severity: "error", comment, from, to };
}

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    forbid(
      "no-cycle",
      {},
      { circular: true },
      "Two files that need each other are one thing, or a third is missing: move what both need.",
    ),
    forbid(
      "no-orphan",
      { orphan: true, pathNot: STARTED_BY_TOOLS },
      {},
      "Nobody imports this file: use it or delete it.",
    ),
    forbid(
      "no-unresolved",
      {},
      { couldNotResolve: true },
      "There is no such file or package: correct the path or install it.",
    ),
    forbid(
      "no-test",
      { pathNot: "^test/" },
      { path: "^test/" },
      "Tests may import everything, nothing may import tests: move what is shared into the product.",
    ),
    forbid(
      "no-build",
      { pathNot: "^(test|build)/" },
      { path: "^build/" },
      "build/ holds tools: what the product needs at run time belongs into the product.",
    ),
    forbid(
      "domain-is-pure",
      { path: "^shared/domain/" },
      { pathNot: ["^shared/domain/", packages("zod")] },
      "The domain knows only itself (and zod for its schemas): pass the value in, or return what is to be done.",
    ),
    forbid(
      "ipc-knows-the-domain",
      { path: "^shared/ipc/" },
      { pathNot: ["^shared/(domain|ipc)/", packages("zod")] },
      "The contract speaks of domain values only: move the type into shared/domain.",
    ),
    forbid(
      "view-knows-the-domain",
      { path: "^shared/view/" },
      { pathNot: ["^shared/(domain|ipc|view|locales)/", packages("i18next")] },
      "A view is a function of the snapshot: pass in what it needs.",
    ),
    forbid(
      "locales-are-texts",
      { path: "^shared/locales/" },
      { path: "." },
      "Locales hold texts only: put code into shared/view.",
    ),
    forbid(
      "texts-only-through-translate",
      { path: PRODUCT, pathNot: "^shared/view/translate[.]ts$" },
      { path: "^shared/locales/" },
      "Ask the translator of shared/view/translate.ts for the text by its key.",
    ),
    forbid(
      "engine-stands-alone",
      { path: ENGINE },
      { path: ["^electron/(?!engine/)", "^renderer/", "^shared/(view|locales)/"] },
      "The engine runs without an app and says nothing to people: let the shell or the CLI call it, and return values instead of sentences.",
    ),
    forbid(
      "plain-node-without-electron",
      { path: [ENGINE, CLI] },
      { path: packages("electron", "electron-log") },
      "The engine and the CLI run on plain Node: put what needs Electron into electron/shell and pass its result in.",
    ),
    forbid(
      "cli-beside-the-shell",
      { path: CLI },
      { path: ["^electron/(shell/|main[.]ts|preload[.]ts)", "^renderer/"] },
      "The command line has no desktop: move what both need into shared/ or electron/engine.",
    ),
    forbid(
      "shell-apart-from-the-engine",
      { path: SHELL, pathNot: "^electron/shell/launch[.]ts$" },
      { path: ENGINE },
      "The engine lives in another process: ask it through electron/shell/engine-host.ts and shared/ipc/engine-messages.ts.",
    ),
    forbid(
      "shell-shares-only-the-home",
      { path: "^electron/shell/launch[.]ts$" },
      { path: ENGINE, pathNot: "^electron/engine/store/home[.]ts$" },
      "The shell shares with the engine only where the files lie (store/home.ts): ask for anything else through engine-host.ts.",
    ),
    forbid(
      "shell-beside-the-rest",
      { path: SHELL },
      { path: ["^renderer/", CLI, PRELOAD] },
      "The window, the preload and the CLI are programs of their own: share through shared/.",
    ),
    forbid(
      "entries-are-started",
      { pathNot: "^test/" },
      { path: "^electron/(main|preload|cli|engine/entry)[.]ts$" },
      "An entry is started, never imported; only electron/shell/engine-host.ts knows the path of the engine's: import the part that you need.",
    ),
    forbid(
      "preload-is-tiny",
      { path: PRELOAD },
      { pathNot: ["^shared/ipc/channels[.]ts$", packages("electron")], dependencyTypesNot: ["type-only"] },
      "The preload runs in every window: only channel names and Electron's bridge, no schema and no library.",
    ),
    forbid(
      "renderer-in-its-sandbox",
      { path: "^renderer/" },
      { path: ["^electron/", packages("electron", "electron-store", "electron-log", "libsql", "undici", "commander")] },
      "The window reaches the machine only through renderer/bridge.ts and the contract in shared/ipc.",
    ),
    forbid(
      "renderer-types-of-the-contract",
      { path: "^renderer/" },
      { path: ["^shared/ipc/contract[.]ts$", packages("zod")], dependencyTypesNot: ["type-only"] },
      "Import only types of the contract here: its parsers belong to the main process.",
    ),
    forbid(
      "renderer-without-node",
      { path: ["^renderer/", "^shared/", PRELOAD] },
      { dependencyTypes: ["core"] },
      "There is no Node in the window, the preload or shared/: let the engine or the shell do it.",
    ),
    onlyFor(
      "electron-in-the-shell",
      packages("electron"),
      ["electron/(main|preload)[.]ts", "electron/shell/[^/]+[.]ts"],
      "Only main.ts, preload.ts and electron/shell know Electron: pass in what it gives.",
    ),
    onlyFor(
      "net-in-few-files",
      "^net$",
      MAY_IMPORT.net,
      "Sockets are opened by the probe's stages: use them, or argue for a place in the list of this rule.",
    ),
    onlyFor(
      "tls-in-few-files",
      "^tls$",
      MAY_IMPORT.tls,
      "TLS is spoken by the probe's stages: use them, or argue for a place in the list of this rule.",
    ),
    onlyFor(
      "http-in-few-files",
      "^(http|https|http2|dgram)$",
      MAY_IMPORT.http,
      "HTTP goes through probe/request.ts: use it, or argue for a place in the list of this rule.",
    ),
    onlyFor(
      "fs-in-few-files",
      "^fs(/promises)?$",
      MAY_IMPORT.fs,
      "Files are the business of goenv/ and store/: use them, or argue for a place in the list of this rule.",
    ),
    onlyFor(
      "processes-in-few-files",
      "^child_process$",
      MAY_IMPORT.child_process,
      "The go command is run by goenv/run-go.ts: use it, or argue for a place in the list of this rule.",
    ),
    onlyFor(
      "undici-in-one-file",
      packages("undici"),
      MAY_IMPORT.undici,
      "Requests go through probe/request.ts, which owns the socket and its timing.",
    ),
    onlyFor(
      "libsql-in-one-file",
      packages("libsql"),
      MAY_IMPORT.libsql,
      "Only store/database.ts knows which database it is: use its methods.",
    ),
    onlyFor(
      "electron-store-in-one-file",
      packages("electron-store"),
      MAY_IMPORT["electron-store"],
      "Settings are read and written by store/settings-file.ts, and passed in.",
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(out|dist|test/fixtures)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["node", "import", "types", "default"],
      mainFields: ["module", "main", "types"],
    },
  },
};
