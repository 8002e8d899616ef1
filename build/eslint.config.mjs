// The house style, as far as a machine can see it. Formatting and the order of imports are Biome's; who may import whom
// is dependency-cruiser's. Run from the top: eslint --config build/eslint.config.mjs
import path from "node:path";
import js from "@eslint/js";
import comments from "@eslint-community/eslint-plugin-eslint-comments/configs";
import { defineConfig, globalIgnores } from "eslint/config";
import jsdoc from "eslint-plugin-jsdoc";
import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";
import { todoNeedsLink } from "./todo-needs-link.mjs";

const TYPESCRIPT = ["**/*.ts", "**/*.tsx"];

/** The files whose job it is to do what the rest may not. */
const ONLY = {
  timers: ["electron/engine/probe/deadline.ts", "electron/engine/system-clock.ts"],
  ipcMain: ["electron/shell/ipc.ts"],
  ipcRenderer: ["electron/preload.ts"],
};

const DEFAULT_EXPORT = { selector: "ExportDefaultDeclaration", message: "Export it by its name." };
const MODULE_MOCK = {
  selector: "CallExpression[callee.object.name='vi'][callee.property.name=/^(mock|doMock|unmock|doUnmock)$/]",
  message: "No module mocks: use a real socket, a real file, or one of the doors in electron/engine/ports.ts.",
};
const WEB_CONTENTS_SEND = {
  selector: "CallExpression[callee.property.name='send'][callee.object.property.name='webContents']",
  message: "Push through electron/shell/ipc.ts, which knows the channels and their payloads.",
};
const CLOCK = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.name='Date']",
    message: "shared/ has no clock: let the instant be passed in.",
  },
];
const SYNTAX = [DEFAULT_EXPORT, MODULE_MOCK, WEB_CONTENTS_SEND];

const TIMER_MESSAGE =
  "Engine timers go through the Clock door (ports.ts); a probe's deadline through probe/deadline.ts.";
const IPC_MAIN = { name: "electron", importNames: ["ipcMain"], message: "Handle calls in electron/shell/ipc.ts." };
const IPC_RENDERER = {
  name: "electron",
  importNames: ["ipcRenderer"],
  message: "Only the preload talks to the main process.",
};

export default defineConfig(
  globalIgnores(["out/", "dist/", "coverage/", "test-results/", "test/fixtures/", "test/golden/"]),
  {
    linterOptions: { reportUnusedDisableDirectives: "error", reportUnusedInlineConfigs: "error" },
  },
  js.configs.recommended,
  comments.recommended,
  {
    name: "gangway/everywhere",
    plugins: { gangway: { rules: { "todo-needs-link": todoNeedsLink } } },
    rules: {
      "@eslint-community/eslint-comments/require-description": "error",
      "gangway/todo-needs-link": "error",
      // A switch counts once: one case per kind of event is a table, not a maze.
      complexity: ["error", { max: 10, variant: "modified" }],
      eqeqeq: "error",
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      "no-restricted-imports": ["error", { paths: [IPC_MAIN, IPC_RENDERER] }],
      "no-restricted-syntax": ["error", ...SYNTAX],
    },
  },
  {
    name: "gangway/typescript",
    files: TYPESCRIPT,
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        // One program for all: the runtimes are told apart by tsc, and five programs would cost twice the time.
        project: "build/tsconfig.lint.json",
        tsconfigRootDir: path.resolve(import.meta.dirname, ".."),
      },
    },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      // Numbers and booleans read well in a template, and undefined or objects are still refused.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      // `() => stop()` is clearer than braces around it.
      "@typescript-eslint/no-confusing-void-expression": "off",
      // A door's implementation may be asynchronous by contract alone.
      "@typescript-eslint/require-await": "off",
      // noPropertyAccessFromIndexSignature asks for the opposite.
      "@typescript-eslint/dot-notation": "off",
      // With noUncheckedIndexedAccess the compiler knows better than this guess about arrays.
      "@typescript-eslint/no-unnecessary-condition": [
        "error",
        { allowConstantLoopConditions: "only-allowed-literals" },
      ],
      // An abort signal's reason is passed on as it is.
      "@typescript-eslint/prefer-promise-reject-errors": ["error", { allowThrowingUnknown: true }],
      // A type named once at the call is clearer than an assertion around it.
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      "no-control-regex": "off",
      // Spreading a string gives its characters, which is what was asked for.
      "@typescript-eslint/no-misused-spread": ["error", { allow: ["string"] }],
      // There are no enums (erasableSyntaxOnly).
      "@typescript-eslint/no-unsafe-enum-assignment": "off",
      "@typescript-eslint/no-unsafe-enum-comparison": "off",
      // A sixth of the whole run, for classes that look alike; ours have private parts, so the compiler tells them apart.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      // React's handlers return promises nobody waits for; a floating promise inside is still refused.
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
    },
  },
  {
    name: "gangway/programs",
    files: ["**/*.mjs", "**/*.js"],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        URL: "readonly",
        Buffer: "readonly",
        setTimeout: "readonly",
        clearTimeout: "readonly",
        setInterval: "readonly",
        clearInterval: "readonly",
        performance: "readonly",
        AbortSignal: "readonly",
        AbortController: "readonly",
        fetch: "readonly",
      },
    },
  },
  {
    name: "gangway/documented",
    files: ["shared/**/*.ts", "electron/engine/**/*.ts"],
    plugins: { jsdoc },
    rules: {
      "jsdoc/require-jsdoc": [
        "error",
        {
          publicOnly: true,
          require: { FunctionDeclaration: true, ClassDeclaration: true, MethodDefinition: false },
          contexts: ["TSInterfaceDeclaration", "TSTypeAliasDeclaration", "VariableDeclaration"],
          enableFixer: false,
        },
      ],
      "jsdoc/check-tag-names": "error",
    },
  },
  {
    name: "gangway/pure",
    files: ["shared/**/*.ts"],
    rules: {
      "no-restricted-syntax": ["error", ...SYNTAX, ...CLOCK],
      "no-restricted-properties": [
        "error",
        { object: "Date", property: "now", message: "shared/ has no clock: let the instant be passed in." },
        { object: "Math", property: "random", message: "shared/ has no chance: let the number be passed in." },
        { object: "performance", property: "now", message: "shared/ has no clock: let the instant be passed in." },
      ],
    },
  },
  {
    name: "gangway/engine-timers",
    files: ["electron/engine/**/*.ts"],
    ignores: ONLY.timers,
    rules: {
      "no-restricted-globals": [
        "error",
        { name: "setTimeout", message: TIMER_MESSAGE },
        { name: "setInterval", message: TIMER_MESSAGE },
      ],
      "no-restricted-properties": ["error", { object: "AbortSignal", property: "timeout", message: TIMER_MESSAGE }],
      "no-restricted-imports": [
        "error",
        {
          paths: [
            { name: "node:timers", message: TIMER_MESSAGE },
            { name: "node:timers/promises", message: TIMER_MESSAGE },
          ],
        },
      ],
    },
  },
  {
    name: "gangway/ipc-main",
    files: ONLY.ipcMain,
    rules: {
      "no-restricted-imports": ["error", { paths: [IPC_RENDERER] }],
      "no-restricted-syntax": ["error", DEFAULT_EXPORT, MODULE_MOCK],
    },
  },
  {
    name: "gangway/ipc-renderer",
    files: ONLY.ipcRenderer,
    rules: { "no-restricted-imports": ["error", { paths: [IPC_MAIN] }] },
  },
  {
    name: "gangway/hooks",
    files: ["renderer/**/*.{ts,tsx}"],
    plugins: { "react-hooks": hooks },
    rules: { "react-hooks/rules-of-hooks": "error", "react-hooks/exhaustive-deps": "error" },
  },
  {
    name: "gangway/components",
    files: ["renderer/**/*.tsx"],
    rules: {
      // Markup is long without being hard.
      "max-lines-per-function": ["error", { max: 120, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    name: "gangway/tests",
    files: ["test/**"],
    rules: {
      // A table of cases is long without being hard.
      "max-lines-per-function": "off",
      // A test may say that it knows what is there; when it is wrong the test fails.
      "@typescript-eslint/no-non-null-assertion": "off",
      // What a program printed is parsed and compared whole.
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
  {
    // The tools that read these files ask for a default export.
    name: "gangway/configuration",
    files: ["build/**"],
    rules: { "no-restricted-syntax": ["error", MODULE_MOCK] },
  },
);
