// Values that trip up those who quote them carelessly, and profiles that hold them.
import fc from "fast-check";
import type { Profile } from "../../shared/domain/profile.ts";

/** The values of a profile. */
export type Env = Readonly<Record<string, string | null>>;

/** A profile with these values alone. */
export function profileWith(env: Env): Profile {
  return { name: "p", env, kinds: [], fingerprints: [] };
}

/** Values that trip up those who quote them carelessly. */
const HARD = [
  "https://goproxy.cn|https://a.test/x,direct",
  "-ldflags='-X main.v=1 2' -tags=a,b",
  'it\'s "quoted" \\ back\\\\slash \\n $HOME ${HOME} $(id) `id` !! # no; & end ',
  " leading and trailing ",
  "${{ secrets.TOKEN }} $${{ x }}",
  "‘typographic’ ‚quotes‛ “too”",
  "国内镜像 é 🚢 \u00a0\u2028\u2029\u0085\ufeff",
  "\t\u0001\u007f",
  "%PATH% %s %% {{x}} [y] *z? ~ ^",
  "'",
  "\\",
  "\\'",
  "$",
  "true",
  "",
];

/** Any text that a profile may hold: no line break, no NUL, no half of a pair. URLs with credentials have tests of their own. */
export const anyValue = fc
  .oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.string({ unit: fc.constantFrom("'", '"', "\\", "$", "{", "}", " ", "`", "a", "é", "‘", "’"), maxLength: 20 }),
    fc.constantFrom(...HARD),
  )
  .filter((text) => !/[\n\r\v\0@]/.test(text));

/** What a profile may want of some of its variables. */
export const anyEnv: fc.Arbitrary<Env> = fc.dictionary(
  fc.constantFrom("GOPROXY", "GOSUMDB", "GOFLAGS", "GOPRIVATE", "GOTOOLCHAIN"),
  fc.option(anyValue),
  { minKeys: 1 },
);

/** Environments enough for every hard value, with one variable set beside it and one unset. */
export const HARD_ENVS = HARD.map((text): Env => ({ GOFLAGS: text, GOPROXY: "direct", GOSUMDB: null }));
